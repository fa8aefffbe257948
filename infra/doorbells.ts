import { Duration, type Stack } from 'aws-cdk-lib';
import { type EventBus, type IEventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type EventRule, eventRules } from '../functions/event-rules.ts';
import { eventPattern } from './event-pattern.ts';
import type { Lambdas } from './lambdas.ts';

/** The event rules. A lost event costs one timeout and nothing else; the queue is there to notice that it happens. */
export function doorbells(stack: Stack, lambdas: Lambdas, deadLetterQueue: Queue, serviceBus: EventBus): void {
  for (const [id, { target, bus, pattern, schedule }] of Object.entries(eventRules) as [string, EventRule][]) {
    new Rule(stack, id, {
      // The cast is for exactOptionalPropertyTypes: the CDK's own declarations do not hold under it.
      ...(bus && { eventBus: serviceBus as IEventBus }),
      ...(pattern && { eventPattern: eventPattern(pattern) }),
      ...(schedule !== undefined && { schedule: Schedule.expression(schedule) }),
      // An hour later the step has looked for itself many times.
      targets: [new LambdaFunction(lambdas[target], { deadLetterQueue, maxEventAge: Duration.hours(1), retryAttempts: 10 })],
    });
  }
}

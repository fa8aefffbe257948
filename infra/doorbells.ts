import { Duration, type Stack } from 'aws-cdk-lib';
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { type EventRule, rules } from '../functions/catalog.ts';
import type { Lambdas } from './lambdas.ts';

/** The catalog's rules. A lost event costs one timeout and nothing else; the queue is there to notice that it happens. */
export function doorbells(stack: Stack, lambdas: Lambdas): void {
  const deadLetterQueue = new Queue(stack, 'UndeliveredEvents', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  for (const [id, { target, pattern, schedule }] of Object.entries(rules) as [string, EventRule][]) {
    new Rule(stack, id, {
      ...(pattern && { eventPattern: eventPattern(pattern) }),
      ...(schedule !== undefined && { schedule: Schedule.expression(schedule) }),
      // An hour later the step has looked for itself many times.
      targets: [new LambdaFunction(lambdas[target], { deadLetterQueue, maxEventAge: Duration.hours(1), retryAttempts: 10 })],
    });
  }
}

/** The catalog speaks EventBridge's own language, the CDK its own spelling of it. */
function eventPattern(pattern: object): EventPattern {
  const { 'detail-type': detailType, ...rest } = pattern as Readonly<Record<string, unknown>>;
  return { ...rest, ...(detailType !== undefined && { detailType }) } as EventPattern;
}

import { awsError } from '../aws-error.ts';
import type { Context, Operation, Service, TimerHandler } from '../service.ts';
import type { CloudFormationState, StackRecord } from './cloudformation-state.ts';
import { continueResponded } from './continue-responded.ts';
import { createStack } from './create-stack.ts';
import { deleteStack } from './delete-stack.ts';
import { describeEvents, describeStackEvents } from './describe-events.ts';
import { describeStackResource, describeStackResources, listStackResources } from './describe-resources.ts';
import { describeStacks, listStacks } from './describe-stacks.ts';
import { getTemplate, validateTemplate } from './describe-template.ts';
import { nextPhase } from './next-phase.ts';
import { putResponse } from './put-response.ts';
import { cancelUpdateStack, continueUpdateRollback, rollbackStack } from './recover-stack.ts';
import type { ResourceType } from './resource-type.ts';
import { cancelRunning, continueJob, pump } from './run-jobs.ts';
import { beginPhase } from './run-phases.ts';
import { updateStack } from './update-stack.ts';
import { waitConditionTypes } from './wait-condition-types.ts';
import { cloudFormationState, type World } from './world.ts';

interface StackTimer {
  readonly stackId: string;
  readonly operationId: string;
  readonly key: string;
  readonly ticket: number;
}

/** CloudFormation with these resource types; a template that names another is refused. */
export function cloudFormation(resourceTypes: readonly ResourceType[]): Service {
  const types = new Map([...waitConditionTypes, ...resourceTypes].map((type) => [type.type, type]));
  const operation = (run: (world: World, input: never) => object): Operation => {
    return (input, context) => {
      throttle(context);
      return run({ context, types }, input);
    };
  };
  const timer = (run: (world: World, stack: StackRecord, data: StackTimer) => void): TimerHandler => {
    return (data: StackTimer, context) => {
      const world = { context, types };
      const stack = cloudFormationState(world).stacks[data.stackId];
      // A timer of an operation that has ended, or was cut off by another, has nothing to say any more.
      if (stack?.running?.id === data.operationId) run(world, stack, data);
    };
  };
  const empty = (): CloudFormationState => ({ stacks: {}, names: {} });
  return {
    name: 'CloudFormation',
    empty,
    operations: {
      CreateStack: operation(createStack),
      UpdateStack: operation(updateStack),
      DeleteStack: operation(deleteStack),
      CancelUpdateStack: operation(cancelUpdateStack),
      ContinueUpdateRollback: operation(continueUpdateRollback),
      RollbackStack: operation(rollbackStack),
      DescribeStacks: operation(describeStacks),
      ListStacks: operation(listStacks),
      DescribeStackEvents: operation(describeStackEvents),
      DescribeEvents: operation(describeEvents),
      DescribeStackResources: operation(describeStackResources),
      DescribeStackResource: operation(describeStackResource),
      ListStackResources: operation(listStackResources),
      GetTemplate: operation(getTemplate),
      ValidateTemplate: operation(validateTemplate),
      PutResponse: putResponse,
    },
    timers: {
      beginPhase: timer(beginPhase),
      nextPhase: timer(nextPhase),
      continueJob: timer((world, stack, { key, ticket }) => continueJob(world, stack, key, ticket)),
      responded: (data: { url: string }, context) => continueResponded({ context, types }, data.url),
      timeOut: timer((world, stack) => {
        if (stack.running?.phase !== 'CREATE') return;
        stack.running.reason = 'Stack creation time exceeded the specified timeout. ';
        cancelRunning(world, stack);
        pump(world, stack);
      }),
    },
  };
}

/** The knob `cloudformation.throttle` is the probability that a call is refused; the SDK's own retry takes it up. */
function throttle(context: Context): void {
  const probability = context.knob('cloudformation.throttle');
  if (typeof probability === 'number' && context.random() < probability) throw awsError('Throttling', 'Rate exceeded');
}

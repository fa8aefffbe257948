import type {
  DescribeStacksInput,
  DescribeStacksOutput,
  ListStacksInput,
  ListStacksOutput,
  Stack,
} from '@aws-sdk/client-cloudformation';
import type { StackRecord } from './cloudformation-state.ts';
import { findStack, requireStack } from './find-stack.ts';
import { page } from './page.ts';
import { seenStack } from './stale-read.ts';
import { validationError } from './validation-error.ts';
import { cloudFormationState, type World } from './world.ts';

export function describeStacks(world: World, input: DescribeStacksInput): DescribeStacksOutput {
  if (input.StackName !== undefined) {
    const seen = seenStack(world, requireStack(world, input.StackName));
    if (!seen) throw validationError(`Stack with id ${input.StackName} does not exist`);
    return { Stacks: [shown(seen)] };
  }
  const { stacks } = cloudFormationState(world);
  const living = Object.values(stacks)
    .filter(({ deletedAt }) => deletedAt === undefined)
    .flatMap((stack) => seenStack(world, stack) ?? []);
  const { items, ...rest } = page(living.reverse(), input.NextToken);
  return { Stacks: items.map(shown), ...rest };
}

export function listStacks(world: World, input: ListStacksInput): ListStacksOutput {
  const { StackStatusFilter: wanted = [] } = input;
  const { stacks } = cloudFormationState(world);
  const all = Object.keys(stacks).flatMap((id) => findStack(world, id) ?? []);
  const matching = all.filter(({ status }) => wanted.length === 0 || wanted.includes(status));
  const { items, ...rest } = page(matching.reverse(), input.NextToken);
  const StackSummaries = items.map((stack) => {
    const { StackId, StackName, CreationTime, LastUpdatedTime, DeletionTime, StackStatus, StackStatusReason, LastOperations } =
      shown(stack);
    return {
      ...{ StackId, StackName, CreationTime, StackStatus, StackStatusReason, LastOperations },
      ...(LastUpdatedTime && { LastUpdatedTime }),
      ...(DeletionTime && { DeletionTime }),
      ...(stack.live.plan.description !== undefined && { TemplateDescription: stack.live.plan.description }),
    };
  });
  return { StackSummaries, ...rest };
}

function shown(stack: StackRecord): Stack {
  const { plan, values, hidden, tags, capabilities } = stack.next ?? stack.live;
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(plan.description !== undefined && { Description: plan.description }),
    Parameters: Object.entries(values).map(([ParameterKey, value]) => ({
      ParameterKey,
      ParameterValue: hidden.includes(ParameterKey) ? '****' : value,
    })),
    CreationTime: new Date(stack.createdAt),
    ...(stack.updatedAt !== undefined && { LastUpdatedTime: new Date(stack.updatedAt) }),
    ...(stack.deletedAt !== undefined && { DeletionTime: new Date(stack.deletedAt) }),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    ...(stack.reason !== undefined && { StackStatusReason: stack.reason }),
    DisableRollback: stack.disableRollback,
    NotificationARNs: [...stack.notificationArns],
    ...(stack.timeoutInMinutes !== undefined && { TimeoutInMinutes: stack.timeoutInMinutes }),
    Capabilities: [...capabilities] as NonNullable<Stack['Capabilities']>,
    ...(stack.outputs.length > 0 && { Outputs: stack.outputs.map((output) => ({ ...output })) }),
    ...(stack.roleArn !== undefined && { RoleARN: stack.roleArn }),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    LastOperations: stack.operations
      .slice(-5)
      .reverse()
      .map(({ id, type }) => ({ OperationType: type, OperationId: id })),
  };
}

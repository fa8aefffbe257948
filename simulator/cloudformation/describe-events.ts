import type {
  DescribeEventsInput,
  DescribeEventsOutput,
  DescribeStackEventsInput,
  DescribeStackEventsOutput,
  OperationEvent,
  StackEvent,
} from '@aws-sdk/client-cloudformation';
import type { EventRecord, StackRecord } from './cloudformation-state.ts';
import { findStack } from './find-stack.ts';
import { page } from './page.ts';
import { validationError } from './validation-error.ts';
import { cloudFormationState, type World } from './world.ts';

/** Newest first. */
export function describeStackEvents(world: World, input: DescribeStackEventsInput): DescribeStackEventsOutput {
  const stack = findStack(world, input.StackName);
  if (!stack) throw validationError(`Stack [${input.StackName}] does not exist`);
  const { items, ...rest } = page(stack.events.toReversed(), input.NextToken);
  const StackEvents = items.map((event) => ({ ...shown(event, stack), StackName: stack.name }) as StackEvent);
  return { StackEvents, ...rest };
}

/** The events of a stack or of one operation; `FailedEvents` gives the root causes. */
export function describeEvents(world: World, input: DescribeEventsInput): DescribeEventsOutput {
  const { StackName, OperationId, Filters } = input;
  if (StackName === undefined && OperationId === undefined)
    throw validationError('Either StackName, ChangeSetName or OperationId must be specified.');
  const stack = OperationId === undefined ? findStack(world, StackName) : byOperation(world, OperationId);
  if (!stack)
    throw validationError(
      OperationId === undefined ? `Stack [${StackName}] does not exist` : `Operation [${OperationId}] does not exist`,
    );
  const chosen = stack.events
    .filter((event) => OperationId === undefined || event.OperationId === OperationId)
    .filter((event) => Filters?.FailedEvents !== true || isRootCause(event))
    .reverse();
  const { items, ...rest } = page(chosen, input.NextToken);
  return { OperationEvents: items.map((event) => operationEvent(event, stack)), ...rest };
}

function byOperation(world: World, operationId: string): StackRecord | undefined {
  const { stacks } = cloudFormationState(world);
  return Object.values(stacks).find(({ operations }) => operations.some(({ id }) => id === operationId));
}

/** What failed by itself: not the stack that failed with it, not the siblings cancelled because of it. */
function isRootCause(event: EventRecord): boolean {
  return isFailedResource(event) && !/^Resource (creation|update) cancelled$/.test(event.ResourceStatusReason ?? '');
}

function isFailedResource({ ResourceType, ResourceStatus }: EventRecord): boolean {
  return ResourceType !== 'AWS::CloudFormation::Stack' && ResourceStatus.endsWith('_FAILED');
}

function operationEvent(event: EventRecord, stack: StackRecord): OperationEvent {
  const operation = stack.operations.find(({ id }) => id === event.OperationId);
  const ofStack = event.ResourceType === 'AWS::CloudFormation::Stack';
  const failed = isFailedResource(event);
  return {
    ...(shown(event, stack) as OperationEvent),
    ...(operation && { OperationType: operation.type }),
    ...(operation && ofStack && { OperationStatus: operation.status }),
    EventType: ofStack ? 'STACK_EVENT' : failed ? 'PROVISIONING_ERROR' : 'PROGRESS_EVENT',
  };
}

function shown(event: EventRecord, stack: StackRecord): object {
  return { ...event, StackId: stack.id, Timestamp: new Date(event.Timestamp) };
}

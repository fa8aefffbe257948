import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import type { Built, StackRecord } from './cloudformation-state.ts';
import type { World } from './world.ts';

/** Moves the stack to a status, with the event in its list and on the bus. */
export function setStackStatus(world: World, stack: StackRecord, status: StackStatus, reason?: string): void {
  stack.status = status;
  stack.reason = reason;
  push(world, stack, { id: stack.name, physicalId: stack.id, type: 'AWS::CloudFormation::Stack' }, status, reason);
  emit(world, stack, 'CloudFormation Stack Status Change', {
    'stack-id': stack.id,
    'status-details': { status, 'status-reason': reason ?? '' },
    'client-request-token': stack.running?.token ?? '',
  });
}

/** The same for one of its resources, or for a thing that was one. */
export function setResourceStatus(world: World, stack: StackRecord, thing: Built, status: ResourceStatus, reason?: string): void {
  const record = stack.resources[thing.logicalId];
  // An old thing in cleanup has the logical id of its replacement, whose status is not touched.
  if (record && (record === thing || record.physicalId === thing.physicalId)) {
    record.status = status;
    record.reason = reason;
    record.changedAt = world.context.now();
  }
  const { logicalId: id, physicalId = '', type } = thing;
  push(world, stack, { id, physicalId, type }, status, reason);
  emit(world, stack, 'CloudFormation Resource Status Change', {
    'stack-id': stack.id,
    'logical-resource-id': id,
    'physical-resource-id': physicalId,
    'status-details': { status, 'status-reason': reason ?? '' },
    'resource-type': type,
    // AWS's own examples of this event have it empty: nobody may rely on it.
    'client-request-token': '',
  });
}

function push(
  world: World,
  stack: StackRecord,
  of: { id: string; physicalId: string; type: string },
  status: string,
  reason: string | undefined,
): void {
  const unique = world.context.uuid();
  stack.events.push({
    EventId: of.type === 'AWS::CloudFormation::Stack' ? unique : `${of.id}-${status}-${unique}`,
    OperationId: stack.running?.id ?? '',
    LogicalResourceId: of.id,
    PhysicalResourceId: of.physicalId,
    ResourceType: of.type,
    Timestamp: world.context.now(),
    ResourceStatus: status,
    ...(reason && { ResourceStatusReason: reason }),
    ...(stack.running?.token && { ClientRequestToken: stack.running.token }),
  });
}

function emit(world: World, stack: StackRecord, detailType: string, detail: object): void {
  // The ARN without the uuid, as in AWS's examples: a rule must match on detail."stack-id".
  const resources = [stack.id.split('/').slice(0, 2).join('/')];
  world.context.emit('aws.cloudformation', detailType, resources, detail);
}

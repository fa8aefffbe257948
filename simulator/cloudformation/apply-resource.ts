import { isDeepStrictEqual } from 'node:util';
import { callHandler } from './call-handler.ts';
import type { Built, Job, PlannedResource, Properties, ResourceRecord, StackRecord } from './cloudformation-state.ts';
import { setResourceStatus } from './record-status.ts';
import { resolveInStack, tagsOf } from './resolve-resource.ts';
import type { Progress } from './resource-type.ts';
import { validationError } from './validation-error.ts';
import type { World } from './world.ts';

/** Types that take no tags: a changed stack tag is no update of them. */
const untaggable =
  /^AWS::(EC2::(VPCGatewayAttachment|Route|SubnetRouteTableAssociation|SecurityGroup(In|E)gress)|IAM::(Policy|RolePolicy|ManagedPolicy|InstanceProfile)|ECS::ClusterCapacityProviderAssociations|ApplicationAutoScaling::.+)$/;

/** Begins what the plan wants of one resource; undefined when it is already so. */
export function applyResource(world: World, stack: StackRecord, job: Job): Progress | undefined {
  const version = stack.next ?? stack.live;
  const planned = version.plan.resources[job.logicalId];
  if (!planned) throw new Error(`no ${job.logicalId} in the plan`);
  const record = stack.resources[job.logicalId];
  let properties: Properties;
  try {
    properties = resolveInStack(planned.properties, version.plan, stack) as Properties;
  } catch (error) {
    return unresolvable(world, stack, job, planned, error);
  }
  const tags = tagsOf(properties, stack, job.logicalId, version.tags);
  if (!record || !isMade(record)) return createResource(world, stack, job, planned, { properties, tags });
  const changed = changedProperties(record.properties, properties);
  const tagsChanged = !untaggable.test(record.type) && !isDeepStrictEqual(record.tags, tags);
  record.dependsOn = [...planned.dependsOn];
  record.retain = planned.retainOnDelete;
  if (changed.length === 0 && !tagsChanged && record.status !== 'UPDATE_FAILED') return undefined;
  const handler = world.types.get(record.type);
  const replaces = handler?.createOnly.some((path) => changes(path, record.properties, properties)) ?? false;
  record.before ??= built(record);
  if (replaces && stack.running?.disableRollback) {
    job.mode = 'UPDATE';
    // Replacements and preserve-on-failure do not go together.
    const reason = 'Replacement type updates not supported on stack with disable-rollback.';
    return { state: 'FAILED', reason, handlerErrorCode: 'InvalidRequest' };
  }
  const previous = built(record);
  Object.assign(record, { properties, tags, memory: undefined });
  if (!replaces) {
    job.mode = 'UPDATE';
    setResourceStatus(world, stack, record, 'UPDATE_IN_PROGRESS');
    return callHandler(world, stack, record, 'update', { previous });
  }
  job.mode = 'REPLACE';
  const reason = 'Requested update requires the creation of a new physical resource; hence creating one.';
  setResourceStatus(world, stack, record, 'UPDATE_IN_PROGRESS', reason);
  Object.assign(record, { physicalId: undefined, attributes: {} });
  return callHandler(world, stack, record, 'create');
}

/** Begins to put one resource back to what it was before the update; undefined when nothing has to be done for it. */
export function restoreResource(world: World, stack: StackRecord, job: Job): Progress | undefined {
  const record = stack.resources[job.logicalId];
  const before = record?.before;
  if (!record || !before) return undefined;
  job.mode = 'UPDATE';
  if (before.physicalId !== record.physicalId) {
    if (record.physicalId !== undefined) stack.garbage.push({ ...built(record), retain: false });
    Object.assign(record, before);
    setResourceStatus(world, stack, record, 'UPDATE_IN_PROGRESS');
    return { state: 'DONE', physicalId: before.physicalId ?? '', attributes: before.attributes };
  }
  record.tried ??= built(record);
  Object.assign(record, { ...before, memory: undefined });
  setResourceStatus(world, stack, record, 'UPDATE_IN_PROGRESS');
  return callHandler(world, stack, record, 'update', { previous: record.tried });
}

/** The physical side of a record, as it is now. */
export function built(record: Built): Built {
  const { logicalId, type, physicalId, properties, tags, attributes, dependsOn, retain } = record;
  return { logicalId, type, physicalId, properties, tags, attributes, dependsOn, retain };
}

function createResource(
  world: World,
  stack: StackRecord,
  job: Job,
  planned: PlannedResource,
  wanted: { properties: Properties; tags: Record<string, string> },
): Progress {
  const failed = stack.resources[job.logicalId];
  // "Resources without a last known stable state will be deleted upon the next stack operation".
  if (failed?.physicalId !== undefined) stack.garbage.push({ ...built(failed), retain: false });
  const record = newRecord(world, job.logicalId, planned, wanted);
  stack.resources[job.logicalId] = record;
  job.mode = 'CREATE';
  setResourceStatus(world, stack, record, 'CREATE_IN_PROGRESS');
  return callHandler(world, stack, record, 'create');
}

function newRecord(
  world: World,
  logicalId: string,
  planned: PlannedResource,
  wanted: { properties: Properties; tags: Record<string, string> },
): ResourceRecord {
  return {
    logicalId,
    type: planned.type,
    ...wanted,
    attributes: {},
    dependsOn: [...planned.dependsOn],
    retain: planned.retainOnDelete,
    status: 'CREATE_IN_PROGRESS',
    changedAt: world.context.now(),
    fresh: true,
  };
}

function unresolvable(world: World, stack: StackRecord, job: Job, planned: PlannedResource, error: unknown): Progress {
  if (!(error instanceof Error) || error.name !== validationError('').name) throw error;
  const record = stack.resources[job.logicalId];
  job.mode = record && isMade(record) ? 'UPDATE' : 'CREATE';
  if (record && job.mode === 'UPDATE') record.before ??= built(record);
  if (job.mode === 'CREATE')
    stack.resources[job.logicalId] = newRecord(world, job.logicalId, planned, { properties: {}, tags: {} });
  return { state: 'FAILED', reason: error.message, handlerErrorCode: 'InvalidRequest' };
}

function isMade(record: ResourceRecord): boolean {
  return record.physicalId !== undefined && !/^(CREATE|DELETE)_(FAILED|IN_PROGRESS)$|^DELETE_COMPLETE$/.test(record.status);
}

function changedProperties(old: Properties, wanted: Properties): string[] {
  const names = new Set([...Object.keys(old), ...Object.keys(wanted)]);
  return [...names].filter((name) => name !== 'Tags' && !isDeepStrictEqual(old[name], wanted[name]));
}

/** A create-only path is a property or, with slashes, one inside another. */
function changes(path: string, old: Properties, wanted: Properties): boolean {
  const at = (value: unknown) =>
    path.split('/').reduce<unknown>((inner, name) => (inner as Properties | undefined)?.[name], value);
  return !isDeepStrictEqual(at(old), at(wanted));
}

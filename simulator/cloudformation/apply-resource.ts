import { isDeepStrictEqual } from 'node:util';
import { callHandler } from './call-handler.ts';
import type { Built, Job, PlannedResource, Properties, ResourceRecord, StackRecord } from './cloudformation-state.ts';
import { isCustomResource } from './custom-resource-type.ts';
import { findResourceType } from './find-resource-type.ts';
import { setResourceStatus } from './record-status.ts';
import { resolveInStack, tagsOf } from './resolve-resource.ts';
import type { Progress } from './resource-type.ts';
import { validationError } from './validation-error.ts';
import type { World } from './world.ts';

/** Types that take no tags: a changed stack tag is no update of them. */
const untaggable =
  /^Custom::|^AWS::(CloudFormation::.+|EC2::(VPCGatewayAttachment|Route|SubnetRouteTableAssociation|SecurityGroup(In|E)gress)|IAM::(Policy|RolePolicy|ManagedPolicy|InstanceProfile)|ECS::ClusterCapacityProviderAssociations|ApplicationAutoScaling::.+)$/;

/** Begins what the plan wants of one resource; undefined when it is already so. */
export function applyResource(world: World, stack: StackRecord, job: Job): Progress | undefined {
  const version = stack.next ?? stack.live;
  const planned = version.plan.resources[job.logicalId];
  if (!planned) throw new Error(`no ${job.logicalId} in the plan`);
  const record = stack.resources[job.logicalId];
  const handler = findResourceType(world.types, planned.type);
  const taggable = !untaggable.test(planned.type);
  let properties: Properties;
  try {
    properties = resolveInStack(planned.properties, version.plan, stack) as Properties;
  } catch (error) {
    return unresolvable(world, stack, job, planned, error);
  }
  properties = handler?.normalise?.(properties) ?? properties;
  const tags = isCustomResource(planned.type) ? {} : tagsOf(properties, stack, job.logicalId, version.tags);
  if (!record || !isMade(record)) return createResource(world, stack, job, planned, { properties, tags });
  const changed = changedProperties(record.properties, properties, taggable);
  const tagsChanged = taggable && !isDeepStrictEqual(record.tags, tags);
  record.dependsOn = [...planned.dependsOn];
  record.retain = planned.retainOnDelete;
  if (changed.length === 0 && !tagsChanged && record.status !== 'UPDATE_FAILED') return undefined;
  const replaces = handler?.createOnly.some((path) => changes(path, record.properties, properties)) ?? false;
  begin(record);
  if (replaces && stack.running?.disableRollback) {
    job.mode = 'UPDATE';
    // Replacements and preserve-on-failure do not go together.
    return { state: 'FAILED', reason: 'Replacement type updates not supported on stack with disable-rollback.' };
  }
  const previous = built(record);
  Object.assign(record, { properties, tags, memory: undefined });
  if (!replaces) {
    job.mode = 'UPDATE';
    setResourceStatus(world, stack, record, 'UPDATE_IN_PROGRESS');
    const progress = callHandler(world, stack, record, 'update', { previous });
    if (progress.state !== 'FAILED' || !progress.untouched) record.untouched = undefined;
    return progress;
  }
  job.mode = 'REPLACE';
  record.untouched = undefined;
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
  const { physicalId } = record;
  const replaced = before.physicalId !== physicalId;
  // Nobody has written whether a provider is asked to take a replacement back before it is deleted: the knob asks it.
  const asked = isCustomResource(record.type) && world.context.knob('cloudformation.rollbackAsksReplaced') === true;
  if (replaced && !asked) {
    if (physicalId !== undefined) stack.garbage.push({ ...built(record), retain: false });
    Object.assign(record, before);
    setResourceStatus(world, stack, record, 'UPDATE_IN_PROGRESS');
    return { state: 'DONE', physicalId: before.physicalId ?? '', attributes: before.attributes };
  }
  record.tried ??= built(record);
  Object.assign(record, { ...before, physicalId, memory: undefined });
  setResourceStatus(world, stack, record, 'UPDATE_IN_PROGRESS');
  if (record.untouched) return { state: 'DONE', physicalId: physicalId ?? '', attributes: before.attributes };
  return callHandler(world, stack, record, 'update', { previous: record.tried });
}

/** The physical side of a record, as it is now. */
export function built(record: Built): Built {
  const { logicalId, type, physicalId, properties, tags, attributes, dependsOn, retain, answer } = record;
  return { logicalId, type, physicalId, properties, tags, attributes, dependsOn, retain, ...(answer && { answer }) };
}

/** The first attempt to change a resource remembers what it was; until it is more than an attempt, nothing is touched. */
function begin(record: ResourceRecord): void {
  if (record.before) return;
  record.before = built(record);
  record.untouched = true;
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
  if (record && job.mode === 'UPDATE') begin(record);
  if (job.mode === 'CREATE')
    stack.resources[job.logicalId] = newRecord(world, job.logicalId, planned, { properties: {}, tags: {} });
  return { state: 'FAILED', reason: error.message };
}

function isMade(record: ResourceRecord): boolean {
  return record.physicalId !== undefined && !/^(CREATE|DELETE)_(FAILED|IN_PROGRESS)$|^DELETE_COMPLETE$/.test(record.status);
}

function changedProperties(old: Properties, wanted: Properties, taggable: boolean): string[] {
  const names = new Set([...Object.keys(old), ...Object.keys(wanted)]);
  return [...names].filter((name) => !(taggable && name === 'Tags') && !isDeepStrictEqual(old[name], wanted[name]));
}

/** A create-only path is a property or, with slashes, one inside another. */
function changes(path: string, old: Properties, wanted: Properties): boolean {
  const at = (value: unknown) =>
    path.split('/').reduce<unknown>((inner, name) => (inner as Properties | undefined)?.[name], value);
  return !isDeepStrictEqual(at(old), at(wanted));
}

import { built } from './apply-resource.ts';
import type { RunningOperation, StackRecord } from './cloudformation-state.ts';
import { endOperation, enterPhase, resolveOutputs } from './run-phases.ts';
import type { World } from './world.ts';

/** What follows when the jobs of a phase have ended: the transitions of view-stack-events.html in the user guide. */
export function nextPhase(world: World, stack: StackRecord): void {
  const operation = stack.running;
  if (!operation) return;
  const done = Object.values(operation.jobs).every(({ state }) => state === 'done');
  const well = done && !operation.stopping;
  const { phase } = operation;
  if (phase === 'CREATE' && well) created(world, stack);
  else if (phase === 'CREATE') createFailed(world, stack, operation);
  else if (phase === 'UPDATE' && well) updated(world, stack);
  else if (phase === 'UPDATE') updateFailed(world, stack, operation);
  else if (phase === 'UPDATE_ROLLBACK' && done) rolledBack(world, stack);
  else if (phase === 'UPDATE_ROLLBACK') endOperation(world, stack, 'UPDATE_ROLLBACK_FAILED', failureOf(operation));
  else if (phase === 'ROLLBACK' && done) endOperation(world, stack, 'ROLLBACK_COMPLETE');
  else if (phase === 'ROLLBACK') deleteFailed(world, stack, operation, 'ROLLBACK_FAILED');
  else if (phase === 'DELETE' && done) endOperation(world, stack, 'DELETE_COMPLETE');
  else if (phase === 'DELETE') deleteFailed(world, stack, operation, 'DELETE_FAILED');
  else {
    forget(stack, operation);
    endOperation(world, stack, phase === 'UPDATE_CLEANUP' ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE');
  }
}

function failureOf(operation: RunningOperation): string {
  const list = (ids: readonly string[]) => [...new Set(ids)].join(', ');
  const created = operation.failedToCreate.length > 0;
  const updated = operation.failedToUpdate.length > 0;
  return [
    operation.reason ?? '',
    created ? `The following resource(s) failed to create: [${list(operation.failedToCreate)}]. ` : '',
    updated ? `The following resource(s) failed to update: [${list(operation.failedToUpdate)}]. ` : '',
  ].join('');
}

function created(world: World, stack: StackRecord): void {
  if (!outputsResolve(stack)) {
    nextPhase(world, stack);
    return;
  }
  for (const record of Object.values(stack.resources)) record.fresh = undefined;
  endOperation(world, stack, 'CREATE_COMPLETE');
}

function createFailed(world: World, stack: StackRecord, operation: RunningOperation): void {
  const reason = failureOf(operation);
  if (stack.onFailure === 'DELETE')
    enterPhase(world, stack, 'DELETE', 'DELETE_IN_PROGRESS', `${reason}Delete requested by user.`);
  else if (stack.onFailure === 'ROLLBACK' && !stack.disableRollback)
    enterPhase(world, stack, 'ROLLBACK', 'ROLLBACK_IN_PROGRESS', `${reason}Rollback requested by user.`);
  else endOperation(world, stack, 'CREATE_FAILED', reason);
}

function updated(world: World, stack: StackRecord): void {
  if (!stack.next) return;
  if (!outputsResolve(stack)) {
    nextPhase(world, stack);
    return;
  }
  const { plan } = stack.next;
  for (const record of Object.values(stack.resources)) {
    const { before } = record;
    const replaced = before?.physicalId !== undefined && before.physicalId !== record.physicalId;
    const retain = plan.resources[record.logicalId]?.retainOnReplace ?? false;
    if (before && replaced) stack.garbage.push({ ...before, retain });
    if (!(record.logicalId in plan.resources)) stack.garbage.push(built(record));
    Object.assign(record, { before: undefined, fresh: undefined, tried: undefined, untouched: undefined });
  }
  stack.live = stack.next;
  stack.next = undefined;
  enterPhase(world, stack, 'UPDATE_CLEANUP', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
}

function updateFailed(world: World, stack: StackRecord, operation: RunningOperation): void {
  const reason = failureOf(operation);
  // A stack that never was stable has nothing to go back to.
  if (operation.disableRollback || !stack.stable) endOperation(world, stack, 'UPDATE_FAILED', reason);
  else enterPhase(world, stack, 'UPDATE_ROLLBACK', 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
}

function rolledBack(world: World, stack: StackRecord): void {
  for (const record of Object.values(stack.resources)) if (record.fresh) stack.garbage.push({ ...built(record), retain: false });
  stack.next = undefined;
  enterPhase(world, stack, 'ROLLBACK_CLEANUP', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
}

function deleteFailed(
  world: World,
  stack: StackRecord,
  operation: RunningOperation,
  status: 'ROLLBACK_FAILED' | 'DELETE_FAILED',
): void {
  // Leftovers no record stands for are tried again by the next deletion.
  for (const job of Object.values(operation.jobs))
    if (job.state !== 'done' && job.thing && stack.resources[job.logicalId]?.physicalId !== job.thing.physicalId)
      stack.garbage.push(job.thing);
  const list = [...new Set(operation.failedToDelete)].join(', ');
  endOperation(world, stack, status, `The following resource(s) failed to delete: [${list}]. `);
}

/** After a cleanup a logical id nobody plans any more stands for nothing, whether its deletion succeeded or not. */
function forget(stack: StackRecord, operation: RunningOperation): void {
  for (const { logicalId, thing } of Object.values(operation.jobs)) {
    if (!(logicalId in stack.live.plan.resources)) delete stack.resources[logicalId];
    else if (stack.resources[logicalId]?.fresh && stack.resources[logicalId]?.physicalId === thing?.physicalId)
      delete stack.resources[logicalId];
  }
}

function outputsResolve(stack: StackRecord): boolean {
  const operation = stack.running;
  try {
    stack.outputs = resolveOutputs((stack.next ?? stack.live).plan, stack);
    return true;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ValidationError' || !operation) throw error;
    Object.assign(operation, { stopping: true, reason: `${error.message}. ` });
    return false;
  }
}

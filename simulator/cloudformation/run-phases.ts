import type { OperationType, StackStatus } from '@aws-sdk/client-cloudformation';
import { built } from './apply-resource.ts';
import type { Built, Job, Phase, Plan, RunningOperation, StackRecord } from './cloudformation-state.ts';
import { setStackStatus } from './record-status.ts';
import { resolveInStack } from './resolve-resource.ts';
import { cancelRunning, pump } from './run-jobs.ts';
import { cloudFormationState, laterForStack, type World } from './world.ts';

export interface OperationStart {
  readonly type: OperationType;
  readonly phase: Phase;
  readonly status: StackStatus;
  readonly token?: string | undefined;
  readonly request: string;
  readonly disableRollback?: boolean;
  readonly skip?: readonly string[];
  readonly force?: boolean;
}

/** Begins an operation on the stack: its first status now, its first resource a moment later. */
export function startOperation(world: World, stack: StackRecord, start: OperationStart): string {
  if (stack.running) cancelRunning(world, stack);
  settleRecord(stack, 'FAILED');
  const id = world.context.uuid();
  const { token, request, type } = start;
  stack.operations.push({ id, type, ...(token !== undefined && { token }), request, status: 'IN_PROGRESS' });
  stack.running = {
    ...newPhase(id, start.phase),
    ...(token !== undefined && { token }),
    disableRollback: start.disableRollback ?? false,
    skip: [...(start.skip ?? [])],
    force: start.force ?? false,
  };
  setStackStatus(world, stack, start.status, 'User Initiated');
  laterForStack(world, stack, world.context.between(1, 3), 'beginPhase');
  return id;
}

/** Goes on to another phase of the running operation after a moment. */
export function enterPhase(world: World, stack: StackRecord, phase: Phase, status: StackStatus, reason?: string): void {
  const operation = stack.running;
  if (!operation) return;
  const { token, force, skip } = operation;
  const kept = { ...(token !== undefined && { token }), force, skip: phase === 'UPDATE_ROLLBACK' ? [] : skip };
  stack.running = { ...newPhase(operation.id, phase), ...kept };
  setStackStatus(world, stack, status, reason);
  laterForStack(world, stack, world.context.between(0.5, 1.5), 'beginPhase');
}

/** Ends the running operation in this status. */
export function endOperation(world: World, stack: StackRecord, status: StackStatus, reason?: string): void {
  const succeeded = /^(CREATE|UPDATE|DELETE|ROLLBACK|UPDATE_ROLLBACK)_COMPLETE$/.test(status);
  setStackStatus(world, stack, status, reason);
  settleRecord(stack, succeeded ? 'SUCCEEDED' : 'FAILED');
  stack.running = undefined;
  if (/^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status)) stack.stable = true;
  if (status !== 'DELETE_COMPLETE') return;
  stack.deletedAt = world.context.now();
  const { names } = cloudFormationState(world);
  if (names[stack.name] === stack.id) delete names[stack.name];
}

/** The timer that fills the phase with its jobs and starts the first of them. */
export function beginPhase(world: World, stack: StackRecord): void {
  const operation = stack.running;
  if (!operation) return;
  const jobs = jobsOf(stack, operation);
  operation.jobs = Object.fromEntries(jobs.map((job) => [job.key, job]));
  pump(world, stack);
}

/** Outputs as they are now that the plan's resources exist. */
export function resolveOutputs(plan: Plan, stack: StackRecord): StackRecord['outputs'] {
  return Object.entries(plan.outputs).map(([OutputKey, { Value, Description, ExportName }]) => ({
    OutputKey,
    OutputValue: String(resolveInStack(Value, plan, stack, true)),
    ...(Description !== undefined && { Description }),
    ...(ExportName !== undefined && { ExportName: String(resolveInStack(ExportName, plan, stack, true)) }),
  }));
}

function newPhase(id: string, phase: Phase): RunningOperation {
  const lists = { failedToCreate: [], failedToUpdate: [], failedToDelete: [], skip: [] };
  return { id, phase, jobs: {}, stopping: false, ending: false, disableRollback: false, force: false, ...lists };
}

function settleRecord(stack: StackRecord, status: 'SUCCEEDED' | 'FAILED'): void {
  const last = stack.operations.at(-1);
  if (last?.status === 'IN_PROGRESS') last.status = status;
}

function jobsOf(stack: StackRecord, operation: RunningOperation): Job[] {
  const { phase } = operation;
  if (phase === 'CREATE' || phase === 'UPDATE')
    return Object.entries((stack.next ?? stack.live).plan.resources).map(([id, { dependsOn }]) => job(id, 'APPLY', dependsOn));
  if (phase === 'UPDATE_ROLLBACK')
    return Object.values(stack.resources)
      .filter(({ before }) => before)
      .map(({ logicalId, before }) => job(logicalId, 'RESTORE', before?.dependsOn ?? []));
  if (phase === 'UPDATE_CLEANUP' || phase === 'ROLLBACK_CLEANUP') return deletions(takeGarbage(stack));
  const rollsBack = phase === 'ROLLBACK';
  const { resources } = stack.live.plan;
  const listed = Object.values(stack.resources).filter(({ status }) => !/^DELETE_(COMPLETE|SKIPPED)$/.test(status));
  const things = listed.map((record) => {
    const keeps = rollsBack && (stack.retainExceptOnCreate || resources[record.logicalId]?.retainExceptOnCreate);
    return { ...built(record), retain: record.retain && !keeps };
  });
  return [...deletions(things), ...deletions(takeGarbage(stack), '#')];
}

function takeGarbage(stack: StackRecord): Built[] {
  const garbage = stack.garbage;
  stack.garbage = [];
  return garbage;
}

/** Deletion in reverse: a thing goes when all that were built on it are gone. */
function deletions(things: readonly Built[], mark = ''): Job[] {
  const keys = things.map(({ logicalId, physicalId }, at) =>
    things.findIndex((other) => other.logicalId === logicalId) === at ? `${logicalId}${mark}` : `${logicalId}#${physicalId}`,
  );
  return things.map((thing, at) => {
    const users = keys.filter((_key, other) => things[other]?.dependsOn.includes(thing.logicalId) && other !== at);
    return { ...job(thing.logicalId, 'DELETE', users), key: keys[at] ?? thing.logicalId, thing };
  });
}

function job(logicalId: string, action: Job['action'], waitsFor: readonly string[]): Job {
  return { key: logicalId, logicalId, action, state: 'waiting', waitsFor: [...waitsFor], ticket: 0, tries: 0 };
}

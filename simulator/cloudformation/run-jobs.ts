import { applyResource, built, restoreResource } from './apply-resource.ts';
import { callHandler, failureReason, type HandlerCall, madeUpId } from './call-handler.ts';
import type { Built, Job, RunningOperation, StackRecord } from './cloudformation-state.ts';
import { setResourceStatus } from './record-status.ts';
import type { Progress } from './resource-type.ts';
import { laterForStack, type World } from './world.ts';

/** A cleanup deletion is tried this often; then the thing is dropped from the stack (cfn-coverage-roadmap#744). */
const cleanupTries = 3;
const cleanup = /_CLEANUP$/;

/** Starts every job whose turn has come; when none is left to run, schedules the next phase. */
export function pump(world: World, stack: StackRecord): void {
  const operation = stack.running;
  if (!operation) return;
  for (let ready = readyJobs(operation); ready.length > 0; ready = readyJobs(operation)) {
    for (const job of ready) if (!operation.stopping) startJob(world, stack, job);
  }
  if (operation.ending || Object.values(operation.jobs).some(({ state, ticket }) => state === 'running' || ticket < 0)) return;
  operation.ending = true;
  laterForStack(world, stack, world.context.between(0.3, 1.5), 'nextPhase');
}

/** The timer that asks a handler how far it is, or tries a cleanup deletion again. */
export function continueJob(world: World, stack: StackRecord, key: string, ticket: number): void {
  const job = stack.running?.jobs[key];
  if (!job) return;
  if (job.state === 'waiting' && job.ticket === -ticket) {
    job.ticket = 0;
    pump(world, stack);
    return;
  }
  if (job.state !== 'running' || job.ticket !== ticket) return;
  settle(
    world,
    stack,
    job,
    callHandler(world, stack, thingOf(stack, job), callOf(job), { previous: previousOf(stack, job), check: true }),
  );
  pump(world, stack);
}

/** Ends what is running without waiting for it: its handler's work may go on in the service, CloudFormation looks away. */
export function cancelRunning(world: World, stack: StackRecord): void {
  const operation = stack.running;
  if (!operation) return;
  operation.stopping = true;
  for (const job of Object.values(operation.jobs)) {
    if (job.state !== 'running') continue;
    job.state = 'failed';
    // A deletion once begun cannot be stopped; whoever follows asks for it again.
    if (job.action === 'DELETE') continue;
    const creates = job.mode === 'CREATE';
    (creates ? operation.failedToCreate : operation.failedToUpdate).push(job.logicalId);
    const status = creates ? 'CREATE_FAILED' : 'UPDATE_FAILED';
    const thing = thingOf(stack, job);
    if (creates) thing.physicalId ??= madeUpId(world, stack, thing);
    setResourceStatus(world, stack, thing, status, `Resource ${creates ? 'creation' : 'update'} cancelled`);
  }
}

function readyJobs({ jobs, stopping }: RunningOperation): Job[] {
  if (stopping) return [];
  const done = (key: string) => (jobs[key]?.state ?? 'done') === 'done';
  return Object.values(jobs).filter(({ state, ticket, waitsFor }) => state === 'waiting' && ticket >= 0 && waitsFor.every(done));
}

function startJob(world: World, stack: StackRecord, job: Job): void {
  if (job.action === 'DELETE') {
    startDelete(world, stack, job, thingOf(stack, job));
    return;
  }
  const skipped = job.action === 'RESTORE' && stack.running?.skip.includes(job.logicalId);
  if (skipped) {
    const record = stack.resources[job.logicalId];
    if (record) Object.assign(record, { before: undefined, tried: undefined, untouched: undefined });
    setResourceStatus(world, stack, thingOf(stack, job), 'UPDATE_COMPLETE');
    job.state = 'done';
    return;
  }
  const progress = job.action === 'APPLY' ? applyResource(world, stack, job) : restoreResource(world, stack, job);
  if (progress) settle(world, stack, job, progress);
  else job.state = 'done';
}

function startDelete(world: World, stack: StackRecord, job: Job, thing: Built): void {
  if (thing.retain || stack.running?.skip.includes(job.logicalId)) {
    job.state = 'done';
    setResourceStatus(world, stack, thing, 'DELETE_SKIPPED');
    return;
  }
  job.tries += 1;
  if (thing.physicalId === undefined) {
    settle(world, stack, job, { state: 'DONE', physicalId: '' });
    return;
  }
  setResourceStatus(world, stack, thing, 'DELETE_IN_PROGRESS');
  settle(world, stack, job, callHandler(world, stack, thing, 'delete'));
}

function settle(world: World, stack: StackRecord, job: Job, progress: Progress): void {
  const thing = thingOf(stack, job);
  if (progress.state === 'BUSY') {
    if (callOf(job) === 'create' && progress.physicalId !== undefined) initiated(world, stack, thing, progress.physicalId);
    job.state = 'running';
    thing.memory = progress.memory;
    stack.tickets += 1;
    job.ticket = stack.tickets;
    laterForStack(world, stack, progress.askAgainInSeconds, 'continueJob', { key: job.key, ticket: job.ticket });
    return;
  }
  if (progress.state === 'FAILED') {
    if (progress.physicalId !== undefined && job.action !== 'DELETE') thing.physicalId = progress.physicalId;
    failed(world, stack, job, thing, failureReason(world, progress));
    return;
  }
  job.state = 'done';
  if (job.action === 'DELETE') {
    setResourceStatus(world, stack, thing, 'DELETE_COMPLETE');
    return;
  }
  if (callOf(job) === 'create') initiated(world, stack, thing, progress.physicalId);
  else if (thing.physicalId !== progress.physicalId) replacedByProvider(world, stack, thing, progress.physicalId);
  Object.assign(thing, {
    physicalId: progress.physicalId,
    attributes: progress.attributes ?? thing.attributes,
    ...(progress.answer && { answer: progress.answer }),
    memory: undefined,
  });
  setResourceStatus(world, stack, thing, job.mode === 'CREATE' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE');
  const record = stack.resources[job.logicalId];
  if (job.action !== 'RESTORE' || !record) return;
  for (const left of [record.before, record.tried]) discard(stack, record, left);
  Object.assign(record, { before: undefined, tried: undefined, untouched: undefined });
}

function failed(world: World, stack: StackRecord, job: Job, thing: Built, reason: string): void {
  const operation = stack.running;
  if (!operation) return;
  job.state = 'failed';
  if (job.action === 'DELETE') {
    setResourceStatus(world, stack, thing, 'DELETE_FAILED', reason);
    if (operation.force) {
      job.state = 'done';
      setResourceStatus(world, stack, thing, 'DELETE_SKIPPED');
    } else if (cleanup.test(operation.phase) && job.tries < cleanupTries) {
      stack.tickets += 1;
      Object.assign(job, { state: 'waiting', ticket: -stack.tickets });
      laterForStack(world, stack, 10, 'continueJob', { key: job.key, ticket: stack.tickets });
    } else if (cleanup.test(operation.phase)) job.state = 'done';
    else operation.failedToDelete.push(job.logicalId);
    return;
  }
  const creates = job.mode === 'CREATE';
  (creates ? operation.failedToCreate : operation.failedToUpdate).push(job.logicalId);
  setResourceStatus(world, stack, thing, creates ? 'CREATE_FAILED' : 'UPDATE_FAILED', reason);
  if (job.action === 'RESTORE') return;
  // "A failure in one path does not affect other provisioning paths" (UserGuide/stack-failure-options) holds only for
  // preserve-on-failure; otherwise the first failure ends the operation for all.
  if (!operation.disableRollback) cancelRunning(world, stack);
  else if (!creates) keepLastStable(stack, job);
}

/** With preserve-on-failure a failed update counts as not made, so that the next update tries it again. */
function keepLastStable(stack: StackRecord, job: Job): void {
  const record = stack.resources[job.logicalId];
  if (!record?.before) return;
  const tried = built(record);
  Object.assign(record, record.before);
  discard(stack, record, tried);
}

/** What this logical id stood for and no longer does is left to the next cleanup. */
function discard(stack: StackRecord, record: Built, left: Built | undefined): void {
  if (left?.physicalId === undefined || left.physicalId === record.physicalId) return;
  const known = stack.garbage.some(({ logicalId, physicalId }) => logicalId === left.logicalId && physicalId === left.physicalId);
  if (!known) stack.garbage.push({ ...left, retain: false });
}

/** Only the provider knew that this update was a replacement (aws-cdk#7964 shows the event). */
function replacedByProvider(world: World, stack: StackRecord, thing: Built, physicalId: string): void {
  thing.physicalId = physicalId;
  const reason = 'Requested update required the provider to create a new physical resource';
  setResourceStatus(world, stack, thing, 'UPDATE_IN_PROGRESS', reason);
}

function initiated(world: World, stack: StackRecord, thing: Built, physicalId: string): void {
  if (thing.physicalId !== undefined) return;
  const status = stack.resources[thing.logicalId]?.before ? 'UPDATE_IN_PROGRESS' : 'CREATE_IN_PROGRESS';
  thing.physicalId = physicalId;
  setResourceStatus(world, stack, thing, status, 'Resource creation Initiated');
}

function callOf(job: Job): HandlerCall {
  if (job.action === 'DELETE') return 'delete';
  return job.mode === 'UPDATE' ? 'update' : 'create';
}

function previousOf(stack: StackRecord, job: Job): Built | undefined {
  const record = stack.resources[job.logicalId];
  return job.action === 'RESTORE' ? record?.tried : record?.before;
}

export function thingOf(stack: StackRecord, job: Job): Built {
  const thing = job.thing ?? stack.resources[job.logicalId];
  if (!thing) throw new Error(`no ${job.logicalId} in ${stack.id}`);
  return thing;
}

import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { emitStatusChange } from './emit-status-change.ts';
import { childrenOf, openRun, type Run, recordAfter, stateOf } from './run.ts';
import type { Frame } from './step-functions-state.ts';

export interface Ending {
  readonly status: Exclude<ExecutionStatus, 'RUNNING' | 'PENDING_REDRIVE'>;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** What the API takes: botocore 1.43.107, SensitiveError and SensitiveCause. */
const longestError = 256;
const longestCause = 32_768;

/** Closes the execution whatever it is doing: no state is entered, nothing retried and no Catch asked afterwards. */
export function endExecution(run: Run, ending: Ending): void {
  const { execution, context } = run;
  if (execution.status !== 'RUNNING') return;
  // Closed is closed: a deadline or a stop that comes later changes nothing.
  const root = execution.frames['0'];
  const lastEvent = root?.lastEvent ?? 0;
  if (root) stopFrame(run, root);
  execution.frames = {};
  execution.status = ending.status;
  execution.stoppedAt = context.now();
  const { output } = ending;
  const error = ending.error?.slice(0, longestError);
  const cause = ending.cause?.slice(0, longestCause);
  Object.assign(execution, JSON.parse(JSON.stringify({ output, error, cause })));
  const details = output === undefined ? { error, cause } : { output, outputDetails: { truncated: false } };
  recordAfter(run, lastEvent, eventOf(ending.status), details);
  emitStatusChange(run);
  for (const waiter of execution.waiters)
    context.after(context.between(0.01, 0.5), 'SFN', 'childEnded', { ...waiter, childArn: execution.arn });
}

/**
 * Stops a frame and all below it; with an event to follow, the history tells it. A Lambda it runs is left running: "invoked
 * Lambda functions continue to run" (https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html); its result
 * finds no frame and is dropped. An execution it waits for is stopped, as AWS tries to (…/dg/connect-to-resource.html).
 */
export function stopFrame(run: Run, frame: Frame, after?: number): void {
  for (const child of childrenOf(run, frame)) {
    stopFrame(run, child, after);
    if (child.item && after !== undefined)
      recordAfter(run, after, 'MapIterationAborted', { name: frame.active?.state, index: child.index });
  }
  delete run.execution.frames[frame.id];
  if (!frame.active) return;
  const { Type } = stateOf(run, frame);
  if (after !== undefined && (Type === 'Task' || Type === 'Wait' || Type === 'Parallel' || Type === 'Map'))
    recordAfter(run, after, `${Type}StateAborted`);
  const child = frame.active.childArn === undefined ? undefined : openRun(frame.active.childArn, run.context);
  if (child?.execution.status === 'RUNNING') endExecution(child, { status: 'ABORTED' });
}

function eventOf(status: Ending['status']) {
  if (status === 'SUCCEEDED') return 'ExecutionSucceeded';
  if (status === 'FAILED') return 'ExecutionFailed';
  return status === 'ABORTED' ? 'ExecutionAborted' : 'ExecutionTimedOut';
}

import { applyPath, applyResultPath, applyTemplate } from './data-flow.ts';
import type { Retrier, WorkState } from './definition.ts';
import { endExecution, stopFrame } from './end-execution.ts';
import type { Json } from './json.ts';
import { matchError } from './match-error.ts';
import { openBranches } from './open-branches.ts';
import { activeOf, childrenOf, HistoryFull, placeOf, type Run, record, recordAfter, serialized, stateOf } from './run.ts';
import { scheduleEntry } from './schedule-entry.ts';
import { StatesError } from './states-error.ts';
import type { Frame } from './step-functions-state.ts';

/**
 * Runs a piece of a frame's work; what it throws as a state machine's error becomes that frame's failure. An error in handling
 * that failure (a Catch whose ResultPath does not fit) has nobody left to catch it and ends the execution.
 */
export function attempt(run: Run, frame: Frame, work: () => void): void {
  try {
    try {
      work();
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      fail(run, frame, error);
    }
  } catch (error) {
    if (error instanceof HistoryFull) {
      const cause = 'The execution reached the maximum number of history events (25000).';
      endExecution(run, { status: 'FAILED', error: 'States.Runtime', cause });
    } else if (error instanceof StatesError) {
      endExecution(run, { status: 'FAILED', error: error.error, cause: error.details });
    } else throw error;
  }
}

/** The work of a Task, Parallel or Map is done: ResultSelector, ResultPath, OutputPath, and on. */
export function finish(run: Run, frame: Frame, result: Json): void {
  const state = stateOf(run, frame) as WorkState;
  const scope = { run, frame };
  const selected = applyTemplate(state.ResultSelector, result, scope);
  const combined = applyResultPath(state.ResultPath, activeOf(frame).input, selected);
  leave(run, frame, applyPath(state.OutputPath, combined, scope), state.Next);
}

/** Leaves the state with this output: to the next one, or, without a next one, out of the frame. */
export function leave(run: Run, frame: Frame, output: Json, next: string | undefined): void {
  const { state: name } = activeOf(frame);
  const text = serialized(output, name);
  const { Type } = stateOf(run, frame);
  if (Type !== 'Fail') record(run, frame, `${Type}StateExited`, { name, output: text, outputDetails: { truncated: false } });
  delete frame.active;
  if (next !== undefined) scheduleEntry(run, frame, next, output);
  else end(run, frame, output, text);
}

function end(run: Run, frame: Frame, output: Json, text: string): void {
  const parent = parentOf(run, frame);
  if (!parent) {
    endExecution(run, { status: 'SUCCEEDED', output: text });
    return;
  }
  const { fan, state: name } = activeOf(parent);
  if (!fan) throw new Error(`${name} has no branches`);
  if (frame.item) record(run, frame, 'MapIterationSucceeded', { name, index: frame.index });
  delete run.execution.frames[frame.id];
  parent.lastEvent = frame.lastEvent;
  fan.results[frame.index] = output;
  fan.ended += 1;
  // From here on it is the parent's doing: an error in its ResultSelector is not the branch's.
  attempt(run, parent, () => {
    if (fan.ended === fan.results.length) finishFan(run, parent);
    else openBranches(run, parent);
  });
}

/** The list itself is held to the limit, also when a ResultSelector would make it small. */
export function finishFan(run: Run, frame: Frame): void {
  const { fan, state: name } = activeOf(frame);
  const results = fan?.results ?? [];
  serialized(results, name);
  record(run, frame, stateOf(run, frame).Type === 'Map' ? 'MapStateSucceeded' : 'ParallelStateSucceeded');
  delete activeOf(frame).fan;
  finish(run, frame, results);
}

/** The state has failed: Retry, then Catch, then the frame with it. States.Runtime always fails the execution. */
export function fail(run: Run, frame: Frame, error: StatesError): void {
  if (error.error === 'States.Runtime') {
    endExecution(run, { status: 'FAILED', error: error.error, cause: error.details });
    return;
  }
  const active = activeOf(frame);
  const state = stateOf(run, frame);
  for (const child of childrenOf(run, frame)) stopFrame(run, child, frame.lastEvent);
  delete active.fan;
  delete active.token;
  delete active.childArn;
  const work = state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map' ? state : undefined;
  const position = work?.Retry?.findIndex((retrier) => matchError(retrier.ErrorEquals, error)) ?? -1;
  const retrier = work?.Retry?.[position];
  const used = active.retries[position] ?? 0;
  if (retrier && used < (retrier.MaxAttempts ?? 3)) {
    active.retries = Array.from(work?.Retry ?? [], (_, at) => (active.retries[at] ?? 0) + (at === position ? 1 : 0));
    active.retryCount += 1;
    // Already now: while it waits for its retry, the failed attempt's token and timers are dead.
    active.visit = run.execution.nextVisit++;
    run.context.after(delayOf(retrier, used, run), 'SFN', 'retry', placeOf(run, frame));
    return;
  }
  // A Catch works on the raw input, and OutputPath is passed by.
  const catcher = work?.Catch?.find(({ ErrorEquals }) => matchError(ErrorEquals, error));
  if (!catcher) {
    failFrame(run, frame, error);
    return;
  }
  const output = applyResultPath(catcher.ResultPath, active.input, { Error: error.error ?? '', Cause: error.details ?? '' });
  leave(run, frame, output, catcher.Next);
}

/** Defaults: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
function delayOf(retrier: Retrier, used: number, run: Run): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
  const delay = Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** used);
  return retrier.JitterStrategy === 'FULL' ? run.context.between(0, delay) : delay;
}

/** Nothing in the frame takes the error: its siblings stop and the Parallel or Map fails with it, or the execution. */
export function failFrame(run: Run, frame: Frame, error: StatesError): void {
  const parent = parentOf(run, frame);
  if (!parent) {
    endExecution(run, { status: 'FAILED', error: error.error, cause: error.details });
    return;
  }
  // AWS lets every event of the breakdown follow the failure, not one another.
  const after = frame.lastEvent;
  const { state: name } = activeOf(parent);
  parent.lastEvent = after;
  if (frame.item) recordAfter(run, after, 'MapIterationFailed', { name, index: frame.index });
  delete run.execution.frames[frame.id];
  for (const sibling of childrenOf(run, parent)) {
    stopFrame(run, sibling, after);
    if (sibling.item) recordAfter(run, after, 'MapIterationAborted', { name, index: sibling.index });
  }
  record(run, parent, frame.item ? 'MapStateFailed' : 'ParallelStateFailed');
  attempt(run, parent, () => fail(run, parent, error));
}

function parentOf(run: Run, frame: Frame): Frame | undefined {
  return frame.parent === undefined ? undefined : run.execution.frames[frame.parent];
}

import { attempt } from './leave-state.ts';
import { choose, failOnPurpose, pass, succeed, wait } from './pass-on.ts';
import { type Run, record, serialized, stateOf } from './run.ts';
import { startMap, startParallel } from './start-fan.ts';
import { startTask } from './start-task.ts';
import type { Frame } from './step-functions-state.ts';

/** The frame arrives in the state it was on the way to. */
export function enterState(run: Run, frame: Frame): void {
  const { next } = frame;
  if (!next) return;
  attempt(run, frame, () => {
    delete frame.next;
    frame.active = {
      state: next.state,
      input: next.input,
      enteredAt: run.context.now(),
      enteredEvent: run.execution.events.length + 1,
      visit: run.execution.nextVisit++,
      retryCount: 0,
      retries: [],
    };
    const details = { name: next.state, input: JSON.stringify(next.input), inputDetails: { truncated: false } };
    record(run, frame, `${stateOf(run, frame).Type}StateEntered`, details);
    // An output was held to the limit where it arose; what an ItemSelector built is measured only here.
    serialized(next.input, next.state);
    begin(run, frame);
  });
}

/** Retry: the same state again without entering it; `$$.State.EnteredTime` stays, RetryCount has grown. */
export function retryState(run: Run, frame: Frame): void {
  attempt(run, frame, () => {
    begin(run, frame);
  });
}

function begin(run: Run, frame: Frame): void {
  const state = stateOf(run, frame);
  if (state.Type === 'Task') startTask(run, frame, state);
  else if (state.Type === 'Parallel') startParallel(run, frame, state);
  else if (state.Type === 'Map') startMap(run, frame, state);
  else if (state.Type === 'Choice') choose(run, frame, state);
  else if (state.Type === 'Wait') wait(run, frame, state);
  else if (state.Type === 'Pass') pass(run, frame, state);
  else if (state.Type === 'Succeed') succeed(run, frame, state);
  else failOnPurpose(run, frame, state);
}

import { ruleHolds } from './choice-rule.ts';
import { applyPath, applyResultPath, applyTemplate, evaluate, requirePath, runtimeError } from './data-flow.ts';
import type { ChoiceState, FailState, PassState, SucceedState, WaitState } from './definition.ts';
import type { Json } from './json.ts';
import { failFrame, leave } from './leave-state.ts';
import { activeOf, placeOf, type Run } from './run.ts';
import { StatesError } from './states-error.ts';
import type { Frame } from './step-functions-state.ts';

export function pass(run: Run, frame: Frame, state: PassState): void {
  const scope = { run, frame };
  const { input } = activeOf(frame);
  const filtered = applyTemplate(state.Parameters, applyPath(state.InputPath, input, scope), scope);
  const result = state.Result === undefined ? filtered : state.Result;
  leave(run, frame, applyPath(state.OutputPath, applyResultPath(state.ResultPath, input, result), scope), state.Next);
}

export function succeed(run: Run, frame: Frame, state: SucceedState): void {
  leave(run, frame, passedThrough(run, frame, state), undefined);
}

export function choose(run: Run, frame: Frame, state: ChoiceState): void {
  const scope = { run, frame };
  const input = applyPath(state.InputPath, activeOf(frame).input, scope);
  const next = state.Choices.find((rule) => ruleHolds(rule, input, scope))?.Next ?? state.Default;
  if (next === undefined) throw new StatesError('States.NoChoiceMatched');
  leave(run, frame, passedThrough(run, frame, state), next);
}

/** A moment that is past is no wait. */
export function wait(run: Run, frame: Frame, state: WaitState): void {
  const scope = { run, frame };
  const input = applyPath(state.InputPath, activeOf(frame).input, scope);
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = state;
  const seconds = Seconds ?? (SecondsPath === undefined ? undefined : requirePath(SecondsPath, input, scope));
  const timestamp = Timestamp ?? (TimestampPath === undefined ? undefined : requirePath(TimestampPath, input, scope));
  const until = seconds === undefined ? (Date.parse(String(timestamp)) - run.context.now()) / 1000 : seconds;
  if (typeof until !== 'number' || Number.isNaN(until) || (seconds !== undefined && until < 0))
    throw runtimeError(frame, `${JSON.stringify(seconds ?? timestamp ?? null)} is not a time to wait`);
  run.context.after(until, 'SFN', 'waited', placeOf(run, frame));
}

export function endWait(run: Run, frame: Frame, state: WaitState): void {
  leave(run, frame, passedThrough(run, frame, state), state.Next);
}

/** A Fail state is left by no event: the failure of its frame is what comes next. */
export function failOnPurpose(run: Run, frame: Frame, state: FailState): void {
  const read = (path: string) => String(evaluate(path, activeOf(frame).input, { run, frame }));
  const error = state.ErrorPath === undefined ? state.Error : read(state.ErrorPath);
  const cause = state.CausePath === undefined ? state.Cause : read(state.CausePath);
  failFrame(run, frame, new StatesError(error, cause));
}

function passedThrough(run: Run, frame: Frame, state: Pick<SucceedState, 'InputPath' | 'OutputPath'>): Json {
  const scope = { run, frame };
  return applyPath(state.OutputPath, applyPath(state.InputPath, activeOf(frame).input, scope), scope);
}

import { applyPath, applyTemplate, findPath, requirePath, runtimeError } from './data-flow.ts';
import type { MapState, ParallelState } from './definition.ts';
import { finishFan } from './leave-state.ts';
import { openBranches } from './open-branches.ts';
import { activeOf, type Run, record, serialized } from './run.ts';
import type { Frame } from './step-functions-state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html: "up to 40 concurrent iterations" */
const mostAtOnce = 40;

export function startParallel(run: Run, frame: Frame, state: ParallelState): void {
  const active = activeOf(frame);
  const scope = { run, frame };
  const input = applyTemplate(state.Parameters, applyPath(state.InputPath, active.input, scope), scope);
  serialized(input, active.state);
  record(run, frame, 'ParallelStateStarted');
  const results = state.Branches.map(() => null);
  active.fan = { results, started: 0, ended: 0, concurrency: results.length, input };
  openBranches(run, frame);
}

export function startMap(run: Run, frame: Frame, state: MapState): void {
  const active = activeOf(frame);
  const scope = { run, frame };
  const input = applyPath(state.InputPath, active.input, scope);
  const items = requirePath(state.ItemsPath ?? '$', input, scope);
  if (!Array.isArray(items)) throw runtimeError(frame, `Reference path "${state.ItemsPath ?? '$'}" must point to array.`);
  const concurrency =
    state.MaxConcurrencyPath === undefined ? state.MaxConcurrency : findPath(state.MaxConcurrencyPath, input, scope);
  record(run, frame, 'MapStateStarted', { length: items.length });
  active.fan = {
    results: items.map(() => null),
    started: 0,
    ended: 0,
    concurrency: Math.min(mostAtOnce, Number(concurrency ?? 0) || mostAtOnce),
    input,
    items,
  };
  if (items.length === 0) finishFan(run, frame);
  else openBranches(run, frame);
}

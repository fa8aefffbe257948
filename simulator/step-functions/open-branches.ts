import { applyTemplate } from './data-flow.ts';
import type { State, States } from './definition.ts';
import type { Json } from './json.ts';
import { activeOf, type Run, recordAfter, stateOf } from './run.ts';
import { scheduleEntry } from './schedule-entry.ts';
import type { Fan, Frame } from './step-functions-state.ts';

/** Starts as many branches or items of a Parallel or Map as may run now. */
export function openBranches(run: Run, frame: Frame): void {
  const { state: name, fan } = activeOf(frame);
  if (!fan) throw new Error(`${name} has no branches`);
  const state = stateOf(run, frame);
  while (fan.started < fan.results.length && fan.started - fan.ended < fan.concurrency) {
    const child: Frame = {
      id: String(run.execution.nextFrame++),
      parent: frame.id,
      lastEvent: frame.lastEvent,
      ...partOf(state, frame, fan),
    };
    fan.started += 1;
    run.execution.frames[child.id] = child;
    if (child.item) child.lastEvent = recordAfter(run, frame.lastEvent, 'MapIterationStarted', { name, index: child.index });
    // Last: an ItemSelector that fails finds its own item among those the Map has to stop.
    scheduleEntry(run, child, statesOf(state, child.index).StartAt, inputOf(run, frame, state, child, fan));
  }
}

function partOf(state: State, frame: Frame, { started, items }: Fan): Pick<Frame, 'index' | 'scope' | 'item'> {
  const scope = [...frame.scope, 'States', activeOf(frame).state];
  if (state.Type === 'Parallel') return { index: started, scope: [...scope, 'Branches', started] };
  const processor = state.Type === 'Map' && state.ItemProcessor ? 'ItemProcessor' : 'Iterator';
  return { index: started, scope: [...scope, processor], item: { value: items?.[started] ?? null } };
}

function statesOf(state: State, index: number): States {
  const states =
    state.Type === 'Parallel'
      ? state.Branches[index]
      : state.Type === 'Map'
        ? (state.ItemProcessor ?? state.Iterator)
        : undefined;
  if (!states) throw new Error(`no branch ${index}`);
  return states;
}

function inputOf(run: Run, frame: Frame, state: State, child: Frame, fan: Fan): Json {
  if (state.Type !== 'Map' || !child.item) return fan.input;
  const selector = state.ItemSelector ?? state.Parameters;
  if (selector === undefined) return child.item.value;
  // `$` and `$$.State` are the Map's, `$$.Map.Item` is this iteration's.
  return applyTemplate(selector, fan.input, { run, frame: { ...frame, item: child.item, index: child.index } });
}

import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Context } from '../service.ts';
import type { State, States } from './definition.ts';
import type { Json } from './json.ts';
import { StatesError } from './states-error.ts';
import type { Active, Execution, Frame, Machine, Place, StepFunctionsState } from './step-functions-state.ts';

/** One execution under the interpreter's hands, for the length of one call. */
export interface Run {
  readonly context: Context;
  readonly state: StepFunctionsState;
  readonly execution: Execution;
  readonly revision: Machine['revisions'][number];
}

/** Ends the execution, past every Catch: raised by `record` when only the last event has room left. */
export class HistoryFull extends Error {}

/** Still 256 KiB in the API model of November 2026. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maximumEvents = 25_000;
const maximumBytes = 262_144;

/** An execution with the revision it began with, running or closed. */
export function openRun(executionArn: string, context: Context): Run | undefined {
  const state = context.state<StepFunctionsState>('SFN');
  const execution = state.executions[executionArn];
  const revision = execution && state.machines[execution.machineArn]?.revisions[execution.revision];
  return execution && revision ? { context, state, execution, revision } : undefined;
}

/** The frame of a place while that very visit lasts; whatever comes later finds nothing. */
export function frameAt(run: Run, place: Place): Frame | undefined {
  const frame = run.execution.status === 'RUNNING' ? run.execution.frames[place.frame] : undefined;
  return frame?.active?.visit === place.visit ? frame : undefined;
}

export function placeOf(run: Run, frame: Frame): Place {
  return { executionArn: run.execution.arn, frame: frame.id, visit: activeOf(frame).visit };
}

export function activeOf(frame: Frame): Active {
  if (!frame.active) throw new Error(`frame ${frame.id} is in no state`);
  return frame.active;
}

/** Looked up anew every time: the state on disk holds names and positions, never a piece of the definition. */
export function stateOf(run: Run, frame: Frame, name = activeOf(frame).state): State {
  const states = frame.scope.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], run.revision.parsed);
  const state = (states as States).States[name];
  if (!state) throw new Error(`no state ${name}`);
  return state;
}

export function childrenOf(run: Run, frame: Frame): Frame[] {
  return Object.values(run.execution.frames).filter((other) => other.parent === frame.id);
}

/** Adds an event behind the frame's latest one and makes it the latest. */
export function record(run: Run, frame: Frame, type: HistoryEventType, details?: object): void {
  frame.lastEvent = recordAfter(run, frame.lastEvent, type, details);
}

/**
 * Adds an event behind a given one. `previousEventId` follows a thread of control, not the numbering: a branch's first event
 * points to the start of its Parallel, and the first state of an execution to 0 (recorded from AWS in localstack's snapshots).
 */
export function recordAfter(run: Run, previousEventId: number, type: HistoryEventType, details?: object): number {
  const { events } = run.execution;
  const isLast = /^Execution(?!Started)/.test(type);
  if (!isLast && events.length >= maximumEvents - 1) throw new HistoryFull();
  const id = events.length + 1;
  events.push({
    id,
    previousEventId,
    timestamp: run.context.now(),
    type,
    // Drops what is undefined, so that the state equals what is read back from the disk.
    ...(details && { [detailsKey(type)]: JSON.parse(JSON.stringify(details)) }),
  });
  return id;
}

/** Text of a value that goes from state to state, which AWS holds to 256 KiB. */
export function serialized(value: Json, from: string): string {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > maximumBytes)
    throw new StatesError(
      'States.DataLimitExceeded',
      `The state/task '${from}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  return text;
}

export function fitsData(text: string): boolean {
  return Buffer.byteLength(text) <= maximumBytes;
}

function detailsKey(type: string): string {
  const state = /State(Entered|Exited)$/.exec(type);
  if (state) return `state${state[1]}EventDetails`;
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

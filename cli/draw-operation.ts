import { styleText } from 'node:util';
import type { OperationView, PhaseView, WaitView } from '../schemas/gen/api.types.ts';
import { duration } from './duration.ts';
import type { Terminal } from './io.ts';
import { serviceNow } from './service-now.ts';

const marks = {
  PENDING: ['dim', '·'],
  RUNNING: ['cyan', '▸'],
  DONE: ['green', '✔'],
  FAILED: ['red', '✖'],
  STOPPED: ['yellow', '■'],
} as const;

export interface Drawing {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A view as a person reads it: the phases with elapsed and typical time, then what is being waited for. */
export const drawOperation = (view: OperationView, terminal: Terminal, wallClock: number): Drawing => {
  const now = serviceNow(view, wallClock);
  const elapsed = duration(now - Date.parse(view.openedAt));
  return {
    title: `${view.environment}  ${view.kind}  ${view.id}  ${view.status}  ${elapsed}`,
    lines: [
      ...view.phases.map((phase) => phaseLine(phase, now, terminal)),
      ...view.waits.map((wait) => styleText('dim', waitLine(wait, now), { stream: terminal })),
    ],
  };
};

const phaseLine = ({ phase, status, subjects, startedAt, endedAt, typicalSeconds }: PhaseView, now: number, stream: Terminal) => {
  const [color, mark] = marks[status];
  const took =
    startedAt === undefined ? '' : duration((endedAt === undefined ? now : Date.parse(endedAt)) - Date.parse(startedAt));
  const typical = typicalSeconds === undefined ? '' : `typically ${duration(typicalSeconds * 1000)}`;
  const columns = [phase.padEnd(10), status.toLowerCase().padEnd(7), took.padStart(9), typical.padEnd(18), subjects.join(', ')];
  return `${styleText(color, mark, { stream })} ${columns.join('  ').trimEnd()}`;
};

const waitLine = ({ kind, subject, since, looksAgainAt, givesUpAt, detail }: WaitView, now: number): string => {
  const times = [
    `since ${duration(now - Date.parse(since))}`,
    `looks again in ${duration(Date.parse(looksAgainAt) - now)}`,
    `gives up in ${duration(Date.parse(givesUpAt) - now)}`,
  ];
  return `  waits for ${kind} ${subject}: ${times.join(', ')}${detail === undefined ? '' : `; ${detail}`}`;
};

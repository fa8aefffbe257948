import type { OperationView } from '../schemas/gen/api.types.ts';
import { duration } from './duration.ts';

export interface OperationEvent {
  /** The same for the same happening in every later view. */
  readonly key: string;
  readonly at: number;
  readonly text: string;
}

const ended = { DONE: 'done', FAILED: 'failed', STOPPED: 'stopped' } as const;

/** Everything a view says has happened, on the service's own clock and in its order. */
export const operationEvents = (view: OperationView): OperationEvent[] => {
  const events: OperationEvent[] = [];
  const add = (at: string | undefined, text: string) => {
    if (at !== undefined) events.push({ key: `${at} ${text}`, at: Date.parse(at), text });
  };
  for (const { phase, status, startedAt, endedAt, typicalSeconds } of view.phases) {
    add(startedAt, `${phase} started${typicalSeconds === undefined ? '' : `, typically ${duration(typicalSeconds * 1000)}`}`);
    if (status === 'PENDING' || status === 'RUNNING' || endedAt === undefined) continue;
    const took = startedAt === undefined ? '' : ` after ${duration(Date.parse(endedAt) - Date.parse(startedAt))}`;
    add(endedAt, `${phase} ${ended[status]}${took}`);
  }
  for (const { kind, subject, since, givesUpAt, detail } of view.waits) {
    const limit = duration(Date.parse(givesUpAt) - Date.parse(since));
    // `detail` changes from look to look and is left out of the key's text: one line a wait.
    events.push({
      key: `${since} wait ${kind} ${subject}`,
      at: Date.parse(since),
      text: `waiting for ${kind} ${subject}, at most ${limit}${detail === undefined ? '' : ` (${detail})`}`,
    });
  }
  for (const { at, phase, text } of view.timeline) add(at, phase === undefined ? text : `${phase}: ${text}`);
  return events.sort((a, b) => a.at - b.at);
};

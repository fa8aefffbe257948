import type { Served } from './environment.ts';
import type { Serving } from './serving.ts';

/** How far back images are kept. */
export const keptRevisions = 5;

interface HasServed {
  readonly serving?: Pick<Serving, 'operation'>;
  readonly history?: readonly Served[];
}

export interface RollbackWindow {
  /** What may be gone back to, newest first. */
  readonly earlier: readonly Served[];
  /** The newest that is something else than what serves. */
  readonly before?: Served;
}

/**
 * The last five revisions that served before the one that serves. Pausing and waking make revisions that differ in nothing
 * one could go back to, so each counts as one with the revision it paused: a month of nights does not push out what was built.
 */
export function rollbackWindow({ serving, history = [] }: HasServed): RollbackWindow {
  const earlier: Served[] = [];
  // A record that was restored serves what its history has never heard of.
  const isHeard = !serving || history.some(({ operation }) => operation === serving.operation);
  let [age, before]: [number, Served | undefined] = [isHeard ? 0 : 1, undefined];
  for (const served of history) {
    if (age > keptRevisions) break;
    if (served.operation !== serving?.operation) {
      earlier.push(served);
      if (age > 0) before ??= served;
    }
    if (!served.onlyPauses) age += 1;
  }
  return { earlier, ...(before ? { before } : {}) };
}

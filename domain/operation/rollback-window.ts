import type { Environment, Served } from './environment.ts';

/** How far back images are kept. */
export const keptRevisions = 5;

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
export function rollbackWindow({ serving, history = [] }: Pick<Environment, 'serving' | 'history'>): RollbackWindow {
  const earlier: Served[] = [];
  let [age, before]: [number, Served | undefined] = [0, undefined];
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

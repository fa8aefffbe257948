import type { Wish } from './wish.ts';

/**
 * One happening that concerns many environments: they are begun a few at a time, and after the first failure no more. What
 * broke one would break the others.
 */
export interface Wave extends Wish {
  readonly id: string;
  /** What the environments followed, as the index has it; absent where they were named. */
  readonly key?: string;
  /** The operation whose release has begun it: until that has given its lock back, nobody of it is asked. */
  readonly after?: string;
  readonly startedAt: string;
  readonly status: 'OPEN' | 'DONE' | 'STOPPED';
  /** Not begun yet, in order. */
  readonly pending: readonly string[];
  /** Environment to the operation that was begun for it. */
  readonly running: Readonly<Record<string, string>>;
  /** Environment to what came of it, one sentence or an operation. */
  readonly done: Readonly<Record<string, string>>;
  /** The failure that stopped it. */
  readonly failed?: { readonly environment: string; readonly operation: string };
  /** How many of those that are spared have been told so. */
  readonly told?: number;
  /** Grows with every write. */
  readonly version: number;
}

/** So that a bad base image is noticed while most still serve the good one. */
export const atOnce = 5;

/** Asked, or told that they are spared, in one turn: a Lambda has no time for thousands, and the next turn is a minute away. */
export const atATurn = 50;

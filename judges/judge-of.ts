import type { Verdict } from './verdict.ts';

export interface Run {
  /** small: in minutes, with every change. full: everything, `npm run judge`. */
  readonly size: 'small' | 'full';
  /** Tells whoever waits what is going on. */
  readonly say: (line: string) => void;
}

export interface Judge {
  readonly name: string;
  /** Who judges, in one line: the foreign programs and their versions. */
  readonly by: string;
  readonly judge: (run: Run) => Promise<Verdict>;
  /**
   * Defects by description: the same judgement over something we broke on purpose. A verdict without a failure means
   * that this judge would not have noticed, and is a failure of the judge.
   */
  readonly defects: Readonly<Record<string, (run: Run) => Promise<Verdict>>>;
  /** What the judgement and its defects share is given up. */
  readonly close?: () => Promise<unknown>;
}

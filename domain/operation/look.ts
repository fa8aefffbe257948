import type { Attempt, AttemptAction } from './operation.ts';

/**
 * What a look found. DONE and FAILED are about our own attempt, never about a status alone. START says what to begin;
 * `again` repeats an attempt whose call may never have been made, with the same token.
 */
export type Look =
  | ({ readonly state: 'DONE'; readonly detail: string } & Pick<Attempt, 'image' | 'inputs' | 'unchanged'>)
  | { readonly state: 'FAILED'; readonly reason: string; readonly retryable?: boolean; readonly link?: string }
  | { readonly state: 'RUNNING'; readonly detail: string }
  | { readonly state: 'START'; readonly action: AttemptAction; readonly again?: boolean }
  | { readonly state: 'WAIT'; readonly detail: string }
  | { readonly state: 'FOREIGN'; readonly detail: string };

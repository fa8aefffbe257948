import type { Mend } from './mend.ts';

/** A failure we can name. */
export interface Signature {
  readonly code: string;
  readonly pattern: RegExp;
  /** One sentence a person at 3 a.m. understands; `$1` is the pattern's first group, `{subject}` what failed. */
  readonly sentence: string;
  readonly remedy: string;
  /** The remedy as a change of the spec, where what failed says which. */
  readonly mend?: Mend;
  /** Trying again would end the same way. */
  readonly terminal: boolean;
  /** So certain at the first sight of it that waiting for the circuit breaker is a waste. */
  readonly failFast?: boolean;
}

import type { Bench } from './bench.ts';
import type { PhaseName } from './run-build.ts';
import type { Account } from './start-registry.ts';

/** Where one case happens; nothing is shared with another but the two registries. */
export interface Place {
  readonly bench: Bench;
  readonly root: string;
  readonly source: string;
  readonly home: string;
  readonly repository: string;
  /** What the variables say unless the case says otherwise. */
  readonly image: string;
}

export type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>;

export interface BuildCase {
  /** What holds. */
  readonly name: string;
  readonly small?: true;
  /** The zip, or what is there instead of one. Without it the object is missing. */
  readonly context?: Files | Uint8Array;
  readonly account?: Account;
  readonly variables?: (place: Place) => Readonly<Record<string, string>>;
  readonly before?: (place: Place) => Promise<unknown>;
  /** Where somebody was logged in before, and so is afterwards. */
  readonly logins?: (place: Place) => readonly string[];
  /** Nothing may be pushed then. */
  readonly fails?: PhaseName;
  /** What serves is made of the same: nothing is pulled, built or pushed. */
  readonly unchanged?: true;
  readonly says?: RegExp;
  /** What is in `source` afterwards, sorted. */
  readonly unpacked?: readonly string[];
  /** What the build tells besides its digest. */
  readonly exports?: (place: Place) => Readonly<Record<string, string>>;
  /** Words docker has to be called with, exactly as they are. */
  readonly received?: readonly string[];
  /** A name in the zip that is known not to come out as it went in. */
  readonly lost?: string;
}

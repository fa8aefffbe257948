import type { StackKind } from '../operation/stack-kind.ts';

/** A stack of ours as CloudFormation shows it to somebody who has no record of it. */
export interface StandingStack {
  readonly name: string;
  readonly status: string;
  /** Milliseconds. */
  readonly createdAt: number;
  /** Of its template, as `templateIdentity` makes it. */
  readonly identity: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}
export type StandingStacks = Readonly<Partial<Record<StackKind, StandingStack>>>;

/** What was asked of AWS about an environment. */
export interface Seen {
  readonly standing: StandingStacks;
  /** Of the templates the bucket holds, by key. One that is gone is the same as none. */
  readonly identities: Readonly<Record<string, string>>;
  /** The images the newest operation has made, with their digests, by job. */
  readonly built: Readonly<Record<string, string>>;
}

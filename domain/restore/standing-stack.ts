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
/** Identities of the templates the bucket holds, by key. One that is gone is the same as none. */
export type Identities = Readonly<Record<string, string>>;

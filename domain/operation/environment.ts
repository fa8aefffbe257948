import type { Cost, EnvironmentStatus, LastFailure, OperationKind, Outputs, Trigger } from '../../schemas/gen/api.types.ts';
import type { Wish, WishKind } from '../trigger/wish.ts';
import type { Serving } from './serving.ts';

/** A named unit a caller owns, as it is recorded. */
export interface Environment {
  readonly name: string;
  readonly status: EnvironmentStatus;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The last revision number given out; numbers are never reused while the environment lives. */
  readonly lastRevision: number;
  readonly protected: boolean;
  /** The lock. It carries what the operation's item is made from, so that a death between the two writes loses nothing. */
  readonly active?: Lock;
  /**
   * Asked for while another operation was at work, to follow it: it becomes the lock in the same write that gives that one's
   * back. Its kind is decided then. At most one: whoever asks later takes its place.
   */
  readonly next?: Lock;
  /** Begun again when it is free and awake: what asked for it while it was not. A second of one kind adds nothing. */
  readonly again?: Readonly<Partial<Record<WishKind, Wish>>>;
  /** Keys under which the index of triggers knows it. */
  readonly watches?: readonly string[];
  /** What runs. Absent until the first operation succeeded. */
  readonly serving?: Serving;
  /** Availability zone ids, chosen once for the environment's whole life. */
  readonly zoneIds?: readonly string[];
  /** The bastion's machine image, chosen with the first bastion: another one would be another instance. */
  readonly bastionImageId?: string;
  readonly outputs?: Outputs;
  readonly monthlyCost?: Cost;
  /** The operation that claimed the name: while nothing serves, its revision says who the owners are. */
  readonly firstOperation?: string;
  /** The operation that made it, or tries to: the first, or the one after all that had failed. */
  readonly madeBy?: string;
  readonly lastOperation?: string;
  /** What has served, newest first; older ones than the twentieth are forgotten. */
  readonly history?: readonly Served[];
  readonly lastFailure?: LastFailure;
  readonly stuck?: string;
}

/** A revision that came to serve. */
export interface Served {
  readonly revision: number;
  readonly operation: string;
  readonly kind: OperationKind;
  readonly trigger: Trigger;
  readonly actor: string;
  readonly at: string;
  /** It changed nothing but `paused`: to go back to, it is the same as the one before. */
  readonly onlyPauses?: true;
}

export interface Lock {
  readonly operation: string;
  readonly kind: OperationKind;
  readonly revision: number;
  readonly trigger: Trigger;
  readonly actor: string;
  readonly openedAt: string;
  readonly requestHash: string;
  /** Of the spec it was accepted with: its revision is written before the lock, and could be written over. */
  readonly specHash?: string;
  /** Of one that waits. */
  readonly judgedOn?: JudgedOn;
}

/** What served when a request was judged that has to wait. */
export interface JudgedOn {
  /** The revision and its operation; absent: none did. */
  readonly revision?: number;
  readonly operation?: string;
  /** What of that it was asked of, and must find again: the very revision, or its spec. Absent: it says everything itself. */
  readonly only?: 'revision' | 'spec';
}

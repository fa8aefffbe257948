import type { Environment } from '../operation/environment.ts';
import type { Revision } from '../operation/revision.ts';
import { statusServing } from '../operation/transitions.ts';
import type { KeptRecord } from './kept-record.ts';
import { servedBy } from './served-by.ts';
import type { Seen } from './standing-stack.ts';
import { whatStands } from './what-stands.ts';

export interface Restored {
  readonly environment: Environment;
  /** What the table needs beside it, written first. */
  readonly revisions: readonly Revision[];
  readonly sentence: string;
}

/**
 * The environment's item made again of what the bucket kept and CloudFormation shows. What stands whole is AVAILABLE; what
 * was on its way is STUCK, so that a repair or a DELETE takes it from wherever it is.
 */
export function restoreEnvironment(record: KeptRecord, seen: Seen, now: number): Restored {
  const { environment: found, revision, before } = record;
  const stands = whatStands(record, seen);
  const at = new Date(now).toISOString();
  // Who waited has no operation any more, and what it followed is written anew.
  const { lastFailure: _failure, stuck: _stuck, next: _next, again: _again, watches: _watches, ...settled } = found;
  const common = { ...settled, updatedAt: at, lastRevision: revision.revision, lastOperation: revision.operation };
  const newest = `revision ${revision.revision} (operation ${revision.operation})`;
  const revisions = before ? [before, revision] : [revision];

  if (stands.which === 'newest') {
    const { stacks, left } = stands;
    const sentence =
      left.length === 0
        ? `${newest} serves, its stacks stand as it was planned`
        : `${newest} serves; what it no longer needs of ${left.join(' and ')} still stands: send its spec again, or POST /environments/${found.name}/repair, and it is taken away`;
    const environment: Environment = {
      ...common,
      ...servedBy(record, seen, stacks),
      status: statusServing(revision.effective),
      protected: revision.effective.protected,
      // A failure of the last operation is what makes the same spec something to do.
      ...(left.length > 0 ? { lastFailure: { operation: revision.operation, at, sentence } } : {}),
    };
    return { environment, revisions, sentence };
  }
  if (stands.which === 'before' && found.serving) {
    const sentence = `revision ${found.serving.revision} serves; ${newest} does not: it failed, was undone, or had not begun to change anything when the record was lost`;
    const lastFailure = { operation: revision.operation, at, sentence };
    return {
      environment: { ...common, status: before ? statusServing(before.effective) : 'AVAILABLE', lastFailure },
      revisions,
      sentence,
    };
  }
  // Nothing served yet: the revision on its way is what a repair brings about.
  const { serving, monthlyCost } = servedBy(record, seen, {});
  const aim = found.serving ? {} : { serving, monthlyCost };
  const stacks = Object.values(seen.standing).map(({ name, status }) => `${name} ${status}`);
  const back = found.serving?.revision ?? revision.revision;
  const stuck = `The record was lost while ${newest} was on its way or being removed (${stacks.join(', ')}): POST /environments/${found.name}/repair brings revision ${back} about, DELETE removes everything`;
  return { environment: { ...common, ...aim, status: 'STUCK', stuck }, revisions, sentence: stuck };
}

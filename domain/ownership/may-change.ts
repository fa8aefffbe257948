import { matchesPattern } from './matches-pattern.ts';
import { principalOf } from './principal-of.ts';

/** Somebody who wants to change an environment, and whom it knows. Who they are, the API has proven. */
export interface Ownership {
  readonly actor: string;
  readonly createdBy: string;
  /** Of the revision that serves; absent: whoever the API lets in. */
  readonly owners?: readonly string[];
  readonly admins: readonly string[];
}

/** Whether the actor may change the environment. No list of owners keeps out its creator or an admin. */
export function mayChange({ actor, createdBy, owners, admins }: Ownership): boolean {
  if (owners === undefined) return true;
  const who = principalOf(actor);
  return who === principalOf(createdBy) || [...owners, ...admins].some((one) => matchesPattern(principalOf(one), who));
}

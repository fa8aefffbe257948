import type { Table } from '../../cloud/table.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import { beginsALife } from '../../domain/trigger/begins-a-life.ts';
import { dueKinds } from '../../domain/trigger/due.ts';
import { duesOf } from '../../domain/trigger/dues-of.ts';
import { watchKeys } from '../../domain/trigger/watch-keys.ts';

/**
 * Makes index and calendar what the revision that has come to serve wishes, before its operation gives the lock back; answers
 * with the keys it follows now.
 */
export async function follow(
  environment: Environment,
  { trigger }: Operation,
  { effective, createdAt }: Revision,
  { table, now }: { readonly table: Table; readonly now: () => number },
): Promise<readonly string[]> {
  const keys = watchKeys(effective);
  const before = environment.watches ?? [];
  await table.watches.add(
    environment.name,
    keys.filter((key) => !before.includes(key)),
  );
  const dues = duesOf(effective, Date.parse(createdAt), now());
  for (const kind of dueKinds) {
    if (!beginsALife(trigger) && kind !== 'schedule') continue;
    const at = dues[kind];
    if (at === undefined) await table.dues.clear(environment.name, kind);
    else await table.dues.set({ environment: environment.name, kind, at: new Date(at).toISOString() });
  }
  return keys;
}

/** Nothing of it may be set off or come due any more. */
export async function unfollow({ name, watches = [] }: Environment, { table }: { readonly table: Table }): Promise<void> {
  await table.watches.remove(name, watches);
  for (const kind of dueKinds) await table.dues.clear(name, kind);
}

import type { Table } from '../../cloud/table.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';
import { dueKinds } from '../../domain/trigger/due.ts';
import { duesOf } from '../../domain/trigger/dues-of.ts';
import { watchKeys } from '../../domain/trigger/watch-keys.ts';

/**
 * Writes index and calendar of an environment the table had lost, whose life began at `begun`; answers with the keys it follows.
 * Written before the environment is, and as often as one likes: what leads to nobody does no harm.
 */
export async function followRestored(
  environment: string,
  effective: EffectiveSpec,
  begun: number,
  { table, now }: { readonly table: Table; readonly now: () => number },
): Promise<readonly string[]> {
  const keys = watchKeys(effective);
  await table.watches.add(environment, keys);
  const dues = duesOf(effective, begun, now());
  for (const kind of dueKinds) {
    const at = dues[kind];
    if (at !== undefined) await table.dues.set({ environment, kind, at: new Date(at).toISOString() });
  }
  return keys;
}

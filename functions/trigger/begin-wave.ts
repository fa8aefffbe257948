import type { Table } from '../../cloud/table.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Happening } from '../../domain/trigger/happening.ts';

/** With what came of each they are some 100 KB; an item has at most 400. */
const mostOfOne = 1000;

/**
 * Writes a happening down as one wave, or where a thousand is not enough several beside each other, because each is one item of
 * the record; answers with their ids. The same happening is the same wave. What an operation leaves when it is released (`after`)
 * is one of its own: the wave that first told of it is over.
 */
export async function beginWave(
  { kind, trigger, why, seed, key }: Happening,
  environments: readonly string[],
  { table, now }: { readonly table: Table; readonly now: () => number },
  after?: string,
): Promise<readonly string[]> {
  const pending = [...new Set(environments)].sort();
  const ids: string[] = [];
  for (let first = 0; first < pending.length; first += mostOfOne) {
    const id = sha256([kind, seed, ...(first === 0 ? [] : [first]), ...(after ? [`after ${after}`] : [])].join('\n')).slice(
      0,
      16,
    );
    await table.waves.begin({
      id,
      kind,
      trigger,
      why,
      seed,
      ...(key ? { key } : {}),
      ...(after ? { after } : {}),
      startedAt: new Date(now()).toISOString(),
      status: 'OPEN',
      pending: pending.slice(first, first + mostOfOne),
      running: {},
      done: {},
      version: 1,
    });
    ids.push(id);
  }
  return ids;
}

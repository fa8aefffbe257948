import { Problem } from './problem.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * One list over several index partitions, in their order: a page ends where its limit is reached, and its cursor says which
 * partition to go on with. Opaque to callers.
 */
export async function pageThrough<S extends string, T>(
  partitions: readonly S[],
  limit: number,
  cursor: string | undefined,
  list: (partition: S, limit: number, cursor?: string) => Promise<{ items: T[]; next?: string }>,
): Promise<Page<T>> {
  const items: T[] = [];
  let [start, inner] = read(cursor);
  while (start < partitions.length) {
    const partition = partitions[start];
    if (partition === undefined) break;
    const page = await list(partition, limit - items.length, inner);
    items.push(...page.items);
    if (page.next !== undefined) inner = page.next;
    else [start, inner] = [start + 1, undefined];
    if (items.length >= limit) break;
  }
  return start < partitions.length ? { items, next: `${start}.${inner ?? ''}` } : { items };
}

export function limitOf(query: Readonly<Record<string, string>>): number {
  const limit = query.limit === undefined ? 50 : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new Problem(400, 'LIMIT_INVALID', '`limit` is a whole number from 1 to 100.');
  return limit;
}

function read(cursor: string | undefined): [number, string | undefined] {
  if (cursor === undefined) return [0, undefined];
  const match = /^(\d{1,2})\.([A-Za-z0-9_-]*)$/.exec(cursor);
  if (!match) throw new Problem(400, 'CURSOR_INVALID', '`next` is not a cursor of this list.');
  return [Number(match[1]), match[2] || undefined];
}

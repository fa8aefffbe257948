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
  let [start, inner] = read(cursor, partitions.length);
  while (start < partitions.length) {
    const partition = partitions[start];
    if (partition === undefined) break;
    const page = await list(partition, limit - items.length, inner).catch((error: unknown) => {
      // A place of another list: DynamoDB refuses it, and the rest of the query is ours.
      throw cursor !== undefined && error instanceof Error && error.name === 'ValidationException' ? noCursor() : error;
    });
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

const noCursor = () => new Problem(400, 'CURSOR_INVALID', '`next` is not a cursor of this list.');

function read(cursor: string | undefined, partitions: number): [number, string | undefined] {
  if (cursor === undefined) return [0, undefined];
  const match = /^(\d{1,2})\.([A-Za-z0-9_-]*)$/.exec(cursor);
  const [start, inner] = [Number(match?.[1]), match?.[2] || undefined];
  if (!match || start >= partitions || (inner !== undefined && !isPlace(inner))) throw noCursor();
  return [start, inner];
}

/** A place is a key of the record, as JSON; anything else would quietly begin the list again. */
function isPlace(text: string): boolean {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return place !== null && typeof place === 'object';
  } catch {
    return false;
  }
}

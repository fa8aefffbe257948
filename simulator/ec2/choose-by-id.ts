import { awsError } from '../aws-error.ts';

/** The things of these ids, every one of which must exist; all of them when no ids are given. */
export function chosen<T>(things: Record<string, T>, ids: readonly string[] | undefined, code: string, what: string): T[] {
  if (!ids || ids.length === 0) return Object.values(things);
  return ids.map((id) => {
    const found = things[id];
    if (!found) throw awsError(code, `The ${what} '${id}' does not exist`);
    return found;
  });
}

/** Where the records of an environment's operations lie, those of earlier environments of that name among them. */
export const recordsOf = (environment: string): string => `records/${environment}/`;

/** One object an operation, under the life it belongs to: keys sort as lives and operations began. */
export function recordKey(environment: string, createdAt: string, openedAt: string, operation: string): string {
  return `${recordsOf(environment)}${inKey(createdAt)}/${inKey(openedAt)}-${operation}.json`;
}

/**
 * The newest record of the environment that had begun by then. A name that was used again after the table was lost has
 * records of a later life, which know nothing of what stands.
 */
export function newestRecord(environment: string, keys: readonly string[], begunBy: number): string | undefined {
  const latest = inKey(new Date(begunBy).toISOString());
  const lifeOf = (key: string) => key.slice(recordsOf(environment).length).split('/')[0] ?? '';
  return keys
    .filter((key) => lifeOf(key) <= latest)
    .sort()
    .at(-1);
}

/** A moment without the characters S3 asks to avoid. */
const inKey = (moment: string) => moment.replace(/[:.]/g, '-');

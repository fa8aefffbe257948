import { Buffer } from 'node:buffer';
import { ecrErrors } from './ecr-errors.ts';

export interface Paged {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** One page of a list: a hundred unless asked for otherwise, a thousand at most (DescribeImages, ListImages). */
export function onePage<T>(all: readonly T[], { maxResults = 100, nextToken }: Paged) {
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > 1000)
    throw ecrErrors.invalid("maxResults' failed to satisfy constraint: 'Member must have value between 1 and 1000'");
  const from = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64').toString());
  if (!Number.isInteger(from) || from < 0) throw ecrErrors.invalid("nextToken' is no token of an earlier answer'");
  const to = from + maxResults;
  return { items: all.slice(from, to), ...(to < all.length ? { nextToken: Buffer.from(String(to)).toString('base64') } : {}) };
}

import { awsError } from '../aws-error.ts';

/** One page of a list in the manner of the Step Functions API: 100 at a time, 1,000 at most, the token opaque. */
export function onePage<T>(all: readonly T[], request: { maxResults?: number | undefined; nextToken?: string | undefined }) {
  const size = Math.min(request.maxResults || 100, 1000);
  const from = request.nextToken === undefined ? 0 : Number(Buffer.from(request.nextToken, 'base64').toString());
  if (!Number.isInteger(from)) throw awsError('InvalidToken', `Invalid Token: '${request.nextToken}'`);
  const to = from + size;
  const rest = to < all.length ? { nextToken: Buffer.from(String(to)).toString('base64') } : {};
  return { items: all.slice(from, to), rest };
}

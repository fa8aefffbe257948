import { parseSince } from '../../domain/logs/parse-since.ts';
import { Problem } from './problem.ts';

export interface LogQuery {
  readonly service?: string;
  readonly build?: string;
  readonly limit: number;
  readonly since?: number;
  readonly before?: number;
}

export function logQuery(query: Readonly<Record<string, string>>, now: number): LogQuery {
  const { service, build, since, next } = query;
  if (service !== undefined && build !== undefined)
    throw new Problem(400, 'QUERY_INVALID', 'Ask for a `service` or for a `build`, not for both.');
  const limit = query.limit === undefined ? 100 : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new Problem(400, 'LIMIT_INVALID', '`limit` is a whole number from 1 to 1000.');
  const from = since === undefined ? undefined : parseSince(since, now);
  if (since !== undefined && from === undefined)
    throw new Problem(400, 'SINCE_INVALID', '`since` is how long ago (90s, 15m, 2h, 1d) or a moment like 2026-11-21T03:00:00Z.');
  if (next !== undefined && !/^\d{1,15}$/.test(next))
    throw new Problem(400, 'CURSOR_INVALID', '`next` is not a cursor of these lines.');
  return {
    limit,
    ...(service === undefined ? {} : { service }),
    ...(build === undefined ? {} : { build }),
    ...(from === undefined ? {} : { since: from }),
    ...(next === undefined ? {} : { before: Number(next) }),
  };
}

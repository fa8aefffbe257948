import { isName } from '../../domain/is-name.ts';
import { newestLines } from '../../domain/logs/newest-lines.ts';
import type { EnvironmentLogs } from '../../schemas/gen/api.types.ts';
import { buildLog } from './build-log.ts';
import { drawLogs } from './draw-logs.ts';
import { logQuery } from './log-query.ts';
import { logStreams } from './log-streams.ts';
import type { ObserverDeps } from './observer-deps.ts';
import { prefersText } from './prefers-text.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

/** Lines are strangers' text: passed on as they are, cut where they are too long, and never written to a log of ours. */
export const getEnvironmentLogs: Use<ObserverDeps> = async ({ parameters: { name = '' }, query, headers }, deps) => {
  const { build, service, limit, ...range } = logQuery(query, deps.now());
  const environment = isName(name) ? await deps.table.environments.get(name) : undefined;
  if (!environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
  const streams = build === undefined ? await logStreams(environment, service, deps) : await buildLog(environment, build, deps);
  const read = await Promise.all(
    streams.map(async ({ group, stream, source }) => {
      // One more than asked for, which shows whether there are more.
      const events = await deps.logs.newest(group, stream, limit + 1, range);
      return events.map((event) => ({ ...event, source }));
    }),
  );
  const { lines, before } = newestLines(read.flat(), limit);
  const body: EnvironmentLogs = {
    environment: name,
    lines: [...lines],
    ...(before === undefined ? {} : { next: String(before) }),
  };
  return prefersText(headers.accept ?? '')
    ? { status: 200, body: drawLogs(body), type: 'text/plain; charset=utf-8' }
    : { status: 200, body };
};

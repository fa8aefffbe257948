import type { EnvironmentLogs, LogLine } from '../schemas/gen/api.types.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

const EVERY = 2000;
/** Lines may arrive after younger ones of another task; so far back they are still looked for. */
const OVERLAP = 30_000;

/** The newest lines; with --follow those that come, until Ctrl-C. */
export const logs = async (command: Command, client: Client, io: Io): Promise<number> => {
  const { subject = '', service, build, limit, follow } = command;
  const ask = async (since: string | undefined, most: string | undefined): Promise<readonly LogLine[]> => {
    const query = new URLSearchParams(
      Object.entries({ service, build, since, limit: most }).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
    const text = query.size === 0 ? '' : `?${query}`;
    const { body } = await client.send({ method: 'GET', path: `/environments/${encodeURIComponent(subject)}/logs${text}` });
    const { lines } = body as EnvironmentLogs;
    if (!Array.isArray(lines)) throw unlikeMoorage(client.url);
    return lines;
  };
  let shown = await ask(command.since, limit);
  for (const line of shown) io.stdout.write(draw(line));
  while (follow) {
    await io.sleep(EVERY);
    const newest = shown.at(-1)?.at;
    const since = newest === undefined ? command.since : new Date(Date.parse(newest) - OVERLAP).toISOString();
    const lines = await ask(since, '1000');
    if (newest !== undefined && (lines[0]?.at ?? newest) > newest && lines.length >= 1000)
      io.stderr.write('… there were more lines than can be followed\n');
    for (const line of unseen(lines, shown)) io.stdout.write(draw(line));
    if (lines.length > 0) shown = lines;
  }
  return exitCode.succeeded;
};

const identity = ({ at, source, message }: LogLine): string => `${at} ${source} ${message}`;

/** Equal lines of one moment are told apart by how many of them there are. */
const unseen = (lines: readonly LogLine[], shown: readonly LogLine[]): readonly LogLine[] => {
  const known = new Map<string, number>();
  for (const line of shown) known.set(identity(line), (known.get(identity(line)) ?? 0) + 1);
  const first = shown[0]?.at ?? '';
  return lines.filter((line) => {
    // Older than all that was shown: it was left out on purpose.
    if (line.at < first) return false;
    const left = known.get(identity(line)) ?? 0;
    known.set(identity(line), left - 1);
    return left <= 0;
  });
};

const draw = ({ at, source, message, cut }: LogLine): string => {
  const [name = '', task] = source.split('/');
  return `${at} ${task === undefined ? name : `${name}/${task.slice(0, 8)}`} ${message}${cut === true ? ' …' : ''}\n`;
};

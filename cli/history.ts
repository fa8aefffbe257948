import type { RevisionPage, RevisionSummary } from '../schemas/gen/api.types.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

/** What has served, newest first; the one that does is marked. */
export const history = async (name: string, client: Client, io: Io): Promise<number> => {
  const revisions = await revisionsOf(name, client);
  const rows = [['revision', 'when', 'kind', 'trigger', 'by'], ...revisions.map(row)];
  const widths = rows.reduce((most, cells) => most.map((width, at) => Math.max(width, cells[at]?.length ?? 0)), [0, 0, 0, 0, 0]);
  const lines = rows.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  io.stdout.write(`${revisions.length === 0 ? `Nothing of ${name} has served yet.` : lines.join('\n')}\n`);
  return exitCode.succeeded;
};

export const revisionsOf = async (name: string, client: Client): Promise<readonly RevisionSummary[]> => {
  const { body } = await client.send({ method: 'GET', path: `/environments/${encodeURIComponent(name)}/revisions` });
  const { revisions } = body as RevisionPage;
  if (!Array.isArray(revisions)) throw unlikeMoorage(client.url);
  return revisions;
};

const row = ({ revision, at, kind, trigger, actor, serving }: RevisionSummary): string[] => [
  `${revision}${serving ? ' serves' : ''}`,
  at,
  kind,
  trigger,
  actor,
];

import type { RevisionView } from '../schemas/gen/api.types.ts';
import { drawChange } from './draw-change.ts';
import { exitCode } from './exit-code.ts';
import { revisionsOf } from './history.ts';
import type { Io, Terminal } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';
import { Stop } from './stop.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

/** How a revision, or the one that serves, differs from the one before it, or from another. */
export const diff = async ({ subject: name = '', revision, against }: Command, client: Client, io: Io): Promise<number> => {
  const wanted = revision ?? (await serving(name, client));
  const query = against === undefined ? '' : `?against=${against}`;
  const path = `/environments/${encodeURIComponent(name)}/revisions/${wanted}${query}`;
  const view = (await client.send({ method: 'GET', path })).body as RevisionView;
  if (typeof view.revision !== 'number') throw unlikeMoorage(client.url);
  io.stdout.write(`${drawRevision(name, view, io.stdout).join('\n')}\n`);
  return exitCode.succeeded;
};

const serving = async (name: string, client: Client): Promise<number> => {
  const found = (await revisionsOf(name, client)).find((one) => one.serving);
  if (!found) throw new Stop(exitCode.refused, `No revision of ${name} serves; name one: moorage history ${name}`);
  return found.revision;
};

const drawRevision = (name: string, { revision, against, changes = [] }: RevisionView, terminal: Terminal): string[] => {
  if (against === undefined)
    return [`${name}: revision ${revision} is the first that is known; there is nothing to compare it with.`];
  const title = `${name}: revision ${against} → ${revision}`;
  return changes.length === 0
    ? [`${title}: no difference`]
    : [title, ...changes.map((change) => `  ${drawChange(change, terminal)}`)];
};

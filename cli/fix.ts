import type { EnvironmentView, OperationView } from '../schemas/gen/api.types.ts';
import { drawChange } from './draw-change.ts';
import { exitCode } from './exit-code.ts';
import { findEnvironment } from './find-environment.ts';
import { followAccepted } from './follow-accepted.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';
import { Refused } from './refused.ts';
import { Stop } from './stop.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

/** Sends the patch a diagnosis comes with, once somebody has seen what it changes. Names an operation, or an environment whose last one is meant. */
export const fix = async (command: Command, client: Client, io: Io): Promise<number> => {
  const { view, found } = await findFailed(command.subject ?? '', client);
  const { id, diagnosis, environment: name } = view;
  if (diagnosis?.patch === undefined) throw refused(`${id} comes with no patch. ${diagnosis?.remedy ?? `It is ${view.status}.`}`);
  const path = `/environments/${encodeURIComponent(name)}`;
  const environment = found ?? ((await client.send({ method: 'GET', path })).body as EnvironmentView);
  if (environment.lastOperation !== id)
    throw refused(`${name} has gone on since ${id}: its patch is of a spec that may not be there any more.`);

  const of = `${path}?of=${encodeURIComponent(id)}`;
  const changes = (diagnosis.changes ?? []).map((change) => `  ${drawChange(change, io.stdout)}`);
  const title = `PATCH ${of}, of the spec that ${id} could not bring about:`;
  io.stdout.write(`${[diagnosis.sentence, title, JSON.stringify(diagnosis.patch, null, 2), ...changes].join('\n')}\n`);
  if (!command.yes) {
    const said = await io.ask('Send it? [y/N] ');
    if (said === undefined) throw refused('There is nobody to ask here; say --yes.');
    if (!/^y(?:es)?$/i.test(said.trim())) throw refused('Nothing was sent.');
  }
  const answer = await client.send({
    method: 'PATCH',
    path: of,
    body: JSON.stringify(diagnosis.patch),
    key: command.key ?? io.newKey(),
    ifMatch: `"${environment.revision}"`,
  });
  if (answer.status === 202) return followAccepted({ command, answer }, client, io);
  io.stdout.write(`${name}: nothing would change.\n`);
  return exitCode.succeeded;
};

interface Failed {
  readonly view: OperationView;
  readonly found?: EnvironmentView;
}

const findFailed = async (subject: string, client: Client): Promise<Failed> => {
  try {
    return { view: await read(subject, client) };
  } catch (error) {
    const found = error instanceof Refused && error.problem.status === 404 ? await findEnvironment(subject, client) : undefined;
    if (found?.operation !== undefined) throw refused(`${found.operation} is at work on ${subject}; wait for it.`);
    if (found?.lastOperation === undefined) throw error;
    return { view: await read(found.lastOperation, client), found };
  }
};

const read = async (id: string, client: Client): Promise<OperationView> => {
  const view = (await client.send({ method: 'GET', path: `/operations/${encodeURIComponent(id)}` })).body as OperationView;
  if (typeof view.environment !== 'string') throw unlikeMoorage(client.url);
  return view;
};

const refused = (sentence: string): Stop => new Stop(exitCode.refused, sentence);

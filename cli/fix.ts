import type { EnvironmentView, OperationView } from '../schemas/gen/api.types.ts';
import { exitCode } from './exit-code.ts';
import { followAccepted } from './follow-accepted.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';
import { Stop } from './stop.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

/** Sends the patch a diagnosis comes with, once somebody has seen it. */
export const fix = async (command: Command, client: Client, io: Io): Promise<number> => {
  const id = command.subject ?? '';
  const view = (await client.send({ method: 'GET', path: `/operations/${encodeURIComponent(id)}` })).body as OperationView;
  if (typeof view.environment !== 'string') throw unlikeMoorage(client.url);
  const { diagnosis, environment: name } = view;
  if (diagnosis?.patch === undefined) throw refused(`${id} comes with no patch. ${diagnosis?.remedy ?? `It is ${view.status}.`}`);
  const path = `/environments/${encodeURIComponent(name)}`;
  const environment = (await client.send({ method: 'GET', path })).body as EnvironmentView;
  if (environment.lastOperation !== id)
    throw refused(`${name} has gone on since ${id}: its patch is of a spec that may not be there any more.`);

  const of =
    environment.revision === 0 ? `the spec that ${id} could not bring about` : `revision ${environment.revision}, which serves`;
  io.stdout.write(`${diagnosis.sentence}\nPATCH ${path}, of ${of}:\n${JSON.stringify(diagnosis.patch, null, 2)}\n`);
  if (!command.yes) {
    const said = await io.ask('Send it? [y/N] ');
    if (said === undefined) throw refused('There is nobody to ask here; say --yes.');
    if (!/^y(?:es)?$/i.test(said.trim())) throw refused('Nothing was sent.');
  }
  const answer = await client.send({
    method: 'PATCH',
    path,
    body: JSON.stringify(diagnosis.patch),
    key: command.key ?? io.newKey(),
    ifMatch: `"${environment.revision}"`,
  });
  if (answer.status === 202) return followAccepted({ command, answer }, client, io);
  io.stdout.write(`${name}: nothing would change.\n`);
  return exitCode.succeeded;
};

const refused = (sentence: string): Stop => new Stop(exitCode.refused, sentence);

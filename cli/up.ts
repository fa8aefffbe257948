import { basename, extname } from 'node:path';
import { describeEnvironment } from './describe-environment.ts';
import { describeProblem } from './describe-problem.ts';
import { exitCode } from './exit-code.ts';
import { findEnvironment } from './find-environment.ts';
import { followAccepted } from './follow-accepted.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';
import { readSpec } from './read-spec.ts';
import { recall } from './recall.ts';
import { Refused } from './refused.ts';
import { sendContext } from './send-context.ts';
import { Stop } from './stop.ts';

/** Makes an environment as the file says, and stays until that is so, or is known not to become so. */
export const up = async (command: Command, client: Client, io: Io): Promise<number> => {
  const source = await readSpec(command.subject ?? '', io);
  const text = await withContexts(source.text, command, client, io);
  const name = command.name ?? basename(source.file, extname(source.file));
  const answer = await client
    .send({
      method: 'PUT',
      path: `/environments/${encodeURIComponent(name)}${command.supersede ? '?supersede=true' : ''}`,
      body: text,
      key: command.key ?? io.newKey(),
      ...(command.plan === undefined ? {} : { planHash: command.plan }),
    })
    .catch((error: unknown) => {
      if (error instanceof Refused) throw new Stop(exitCode.refused, describeProblem(error.problem, source), { cause: error });
      if (io.interrupted.aborted)
        throw new Stop(exitCode.interrupted, unanswered(recall(`status ${name}`, client.url, io)), { cause: error });
      throw error;
    });
  if (answer.status !== 202) {
    const environment = await findEnvironment(name, client);
    const lines = environment === undefined ? [] : describeEnvironment(environment);
    io.stdout.write(`${[`${name}: nothing would change.`, ...lines].join('\n')}\n`);
    return exitCode.succeeded;
  }
  return followAccepted({ command, answer, source }, client, io);
};

/** The file as it is, or with the uploads of the folders that were named put into their builds. */
const withContexts = async (text: string, { contexts = {} }: Command, client: Client, io: Io): Promise<string> => {
  const uploads: Record<string, { readonly upload: string }> = {};
  for (const [build, folder] of Object.entries(contexts))
    uploads[build] = { upload: await sendContext(build, folder, client, io) };
  if (Object.keys(uploads).length === 0) return text;
  const spec = JSON.parse(text) as { readonly builds?: Readonly<Record<string, object>> };
  const builds = Object.fromEntries(
    Object.entries(uploads).map(([name, upload]) => [name, { ...spec.builds?.[name], ...upload }]),
  );
  return JSON.stringify({ ...spec, builds: { ...spec.builds, ...builds } }, null, 2);
};

const unanswered = (look: string): string => `Interrupted before the service answered; it may have accepted the request: ${look}`;

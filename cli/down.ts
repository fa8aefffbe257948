import { exitCode } from './exit-code.ts';
import { followAccepted } from './follow-accepted.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';
import { Refused } from './refused.ts';

/** Asked to tear down what is not there, it has nothing to do, so that a script may be run again. */
export const down = async (command: Command, client: Client, io: Io): Promise<number> => {
  const name = command.subject ?? '';
  const ask = {
    method: 'DELETE',
    path: `/environments/${encodeURIComponent(name)}${command.supersede ? '?supersede=true' : ''}`,
    key: command.key ?? io.newKey(),
  } as const;
  const answer = await client.send(ask).catch(noneIfUnknown);
  if (answer) return followAccepted({ command, answer }, client, io);
  io.stdout.write(`There is no environment ${name}: nothing to tear down.\n`);
  return exitCode.succeeded;
};

const noneIfUnknown = (error: unknown): undefined => {
  if (!(error instanceof Refused) || error.problem.code !== 'ENVIRONMENT_UNKNOWN') throw error;
};

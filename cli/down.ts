import { exitCode } from './exit-code.ts';
import { followAccepted } from './follow-accepted.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';

export const down = async (command: Command, client: Client, io: Io): Promise<number> => {
  const name = command.subject ?? '';
  const answer = await client.send({
    method: 'DELETE',
    path: `/environments/${encodeURIComponent(name)}${command.supersede ? '?supersede=true' : ''}`,
    key: command.key ?? io.newKey(),
  });
  if (answer.status !== 202) {
    io.stdout.write(`${name}: nothing to tear down.\n`);
    return exitCode.succeeded;
  }
  return followAccepted({ command, answer }, client, io);
};

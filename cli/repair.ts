import { followAccepted } from './follow-accepted.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';

export const repair = async (command: Command, client: Client, io: Io): Promise<number> => {
  const answer = await client.send({
    method: 'POST',
    path: `/environments/${encodeURIComponent(command.subject ?? '')}/repair`,
    key: command.key ?? io.newKey(),
  });
  return followAccepted({ command, answer }, client, io);
};

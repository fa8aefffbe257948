import { followAccepted } from './follow-accepted.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';

/** Rebuild, rollback, restart, repair: asks for what was accepted before to be brought about once more, and follows it. */
export const redo = async (command: Command, client: Client, io: Io): Promise<number> => {
  const answer = await client.send({
    method: 'POST',
    path: `/environments/${encodeURIComponent(command.subject ?? '')}/${command.verb}`,
    key: command.key ?? io.newKey(),
    ...(command.to === undefined ? {} : { body: JSON.stringify({ revision: command.to }) }),
  });
  return followAccepted({ command, answer }, client, io);
};

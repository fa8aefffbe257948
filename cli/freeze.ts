import type { FreezeView } from '../schemas/gen/api.types.ts';
import { describeFreeze } from './describe-freeze.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';

/** Stops triggers or everything. Another operator's freeze is replaced only with --anyway, and only as it was read. */
export const freeze = async ({ subject = '', scope, anyway }: Command, client: Client, io: Io): Promise<number> => {
  const seen = anyway ? ((await client.send({ method: 'GET', path: '/freeze' })).body as FreezeView) : undefined;
  const { body } = await client.send({
    method: 'PUT',
    path: '/freeze',
    body: JSON.stringify({ reason: subject, ...(scope === undefined ? {} : { scope }) }),
    ...(seen === undefined ? {} : { ifMatch: seen.etag }),
  });
  io.stdout.write(`${describeFreeze(body as FreezeView).join('\n')}\n`);
  return exitCode.succeeded;
};

import type { FreezeView } from '../schemas/gen/api.types.ts';
import { sentenceOf } from './describe-freeze.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';

export const unfreeze = async ({ anyway }: Command, client: Client, io: Io): Promise<number> => {
  const seen = anyway ? ((await client.send({ method: 'GET', path: '/freeze' })).body as FreezeView) : undefined;
  const { body } = await client.send({
    method: 'DELETE',
    path: '/freeze',
    ...(seen === undefined ? {} : { ifMatch: seen.etag }),
  });
  const { lifted } = body as FreezeView;
  io.stdout.write(lifted === undefined ? 'Nothing was frozen.\n' : `Lifted: ${sentenceOf(lifted)}\n`);
  return exitCode.succeeded;
};

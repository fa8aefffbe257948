import type { EnvironmentHealth, Health } from '../schemas/gen/api.types.ts';
import { sentenceOf } from './describe-freeze.ts';
import { describeHealth } from './describe-health.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

/** The service's health, or an environment's: ends with 1 when that is not HEALTHY, so that a script can ask. */
export const health = async (name: string | undefined, client: Client, io: Io): Promise<number> => {
  if (name === undefined) {
    const { body } = await client.send({ method: 'GET', path: '/health' });
    const { status, version, blueprintVersion, embedded, freeze } = body as Health;
    if (status === undefined) throw unlikeMoorage(client.url);
    const where = embedded ? 'embedded, nothing of it is real AWS' : 'on AWS';
    io.stdout.write(`${status}  moorage ${version}, blueprint ${blueprintVersion}, ${where}\n`);
    if (freeze !== undefined) io.stdout.write(`${sentenceOf(freeze)}\n`);
    return exitCode.succeeded;
  }
  const { body } = await client.send({ method: 'GET', path: `/environments/${encodeURIComponent(name)}/health` });
  const found = body as EnvironmentHealth;
  if (!Array.isArray(found.services)) throw unlikeMoorage(client.url);
  io.stdout.write(`${describeHealth(found).join('\n')}\n`);
  return found.status === 'HEALTHY' ? exitCode.succeeded : exitCode.failed;
};

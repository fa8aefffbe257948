import type { EnvironmentHealth, Health } from '../schemas/gen/api.types.ts';
import { sentenceOf } from './describe-freeze.ts';
import { describeHealth } from './describe-health.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Answer, Client } from './make-client.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

/** The service's health, or an environment's: ends with 1 when it is not well, so that a script can ask. */
export const health = async (name: string | undefined, client: Client, io: Io): Promise<number> => {
  if (name === undefined) {
    // A service that says itself that it is not well has answered.
    const takes = ({ body }: Answer) => (body as Partial<Health> | null)?.status === 'degraded';
    const { body } = await client.send({ method: 'GET', path: '/health', takes });
    const { status, version, blueprintVersion, embedded, freeze, error } = body as Health;
    if (status === undefined) throw unlikeMoorage(client.url);
    const where = embedded ? 'embedded, nothing of it is real AWS' : 'on AWS';
    io.stdout.write(`${status}  moorage ${version}, blueprint ${blueprintVersion}, ${where}\n`);
    if (freeze !== undefined) io.stdout.write(`${sentenceOf(freeze)}\n`);
    if (status === 'ok') return exitCode.succeeded;
    io.stdout.write(`The record cannot be read: ${error ?? 'no reason given'}. Nothing can be begun or asked until it can.\n`);
    return exitCode.failed;
  }
  const { body } = await client.send({ method: 'GET', path: `/environments/${encodeURIComponent(name)}/health` });
  const found = body as EnvironmentHealth;
  if (!Array.isArray(found.services)) throw unlikeMoorage(client.url);
  io.stdout.write(`${describeHealth(found).join('\n')}\n`);
  return found.status === 'HEALTHY' ? exitCode.succeeded : exitCode.failed;
};

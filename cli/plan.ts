import type { Plan } from '../schemas/gen/api.types.ts';
import { describePlan } from './describe-plan.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import type { Command } from './parse-command.ts';
import { readSpec } from './read-spec.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

/**
 * Says what `up` would change. Ends with the code of a refusal when it would be refused, for what it is or as things are now, so
 * that a pipeline can stop there.
 */
export const plan = async ({ subject = '', file = '', json }: Command, client: Client, io: Io): Promise<number> => {
  const source = await readSpec(file, io);
  const body = JSON.stringify({ name: subject, spec: JSON.parse(source.text) as unknown });
  const answer = await client.send({ method: 'POST', path: '/plans', body });
  const planned = answer.body as Plan;
  if (typeof planned.accepted !== 'boolean') throw unlikeMoorage(client.url);
  io.stdout.write(`${json ? JSON.stringify(planned, null, 2) : describePlan(planned, source).join('\n')}\n`);
  return planned.accepted && planned.notNow === undefined ? exitCode.succeeded : exitCode.refused;
};

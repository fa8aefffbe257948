import type { RepairedEnvironment, RepairReport } from '../schemas/gen/api.types.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

/**
 * Has the record written again after the table was lost, a line for each environment as it is done. The service answers in
 * parts, this asks for all of them. Ends with 1 when there is something it could not restore, or restored as STUCK.
 */
export const repairFromStacks = async (name: string | undefined, client: Client, io: Io): Promise<number> => {
  const found: RepairedEnvironment[] = [];
  let after: string | undefined;
  do {
    const wanted = {
      from: 'stacks',
      ...(name === undefined ? {} : { environment: name }),
      ...(after === undefined ? {} : { after }),
    };
    const { body } = await client.send({ method: 'POST', path: '/repairs', body: JSON.stringify(wanted) });
    const { environments, next } = body as RepairReport;
    if (!Array.isArray(environments)) throw unlikeMoorage(client.url);
    for (const environment of environments) io.stdout.write(`${lineOf(environment)}\n`);
    found.push(...environments);
    after = next;
  } while (after !== undefined);
  const of = (outcome: RepairedEnvironment['outcome']) => found.filter((one) => one.outcome === outcome).length;
  io.stdout.write(`${of('RESTORED')} restored, ${of('RECORDED')} recorded already, ${of('NOT_RESTORED')} not restored\n`);
  return found.every(({ outcome, status }) => outcome !== 'NOT_RESTORED' && status !== 'STUCK')
    ? exitCode.succeeded
    : exitCode.failed;
};

const words = { RESTORED: 'restored', RECORDED: 'recorded already', NOT_RESTORED: 'not restored' } as const;

function lineOf({ name, outcome, status, revision, sentence }: RepairedEnvironment): string {
  const state = status === undefined ? '' : ` ${status}, revision ${revision ?? 0}`;
  return `${name}  ${words[outcome]}${state}: ${sentence}`;
}

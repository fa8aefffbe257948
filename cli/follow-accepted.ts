import type { Accepted } from '../schemas/gen/api.types.ts';
import { concludeOperation } from './conclude-operation.ts';
import { describeFindings, type Source } from './describe-findings.ts';
import { exitCode } from './exit-code.ts';
import { followOperation } from './follow-operation.ts';
import type { Io } from './io.ts';
import type { Answer, Client } from './make-client.ts';
import type { Command } from './parse-command.ts';
import { recall } from './recall.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

interface Followed {
  readonly command: Command;
  readonly answer: Answer;
  readonly source?: Source;
}

/** From a 202 to the end of what it began, or to the way back to it. */
export const followAccepted = async ({ command, answer, source }: Followed, client: Client, io: Io): Promise<number> => {
  const accepted = answer.body as Accepted | undefined;
  if (typeof accepted?.operation !== 'string') throw unlikeMoorage(client.url);
  const findings = describeFindings(accepted.findings ?? [], source);
  io.stdout.write(`${[`${accepted.environment}: ${accepted.kind} accepted as ${accepted.operation}`, ...findings].join('\n')}\n`);
  if (command.detach) {
    io.stdout.write(`watch it: ${recall(`watch ${accepted.operation}`, client.url, io)}\n`);
    return exitCode.succeeded;
  }
  return concludeOperation(await followOperation(accepted.operation, client, io), client, io);
};

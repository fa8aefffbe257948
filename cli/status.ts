import type { EnvironmentPage, EnvironmentView } from '../schemas/gen/api.types.ts';
import { describeEnvironment } from './describe-environment.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import { money } from './money.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

/** One environment in full, or all of them in a line each. */
export const status = async (name: string | undefined, client: Client, io: Io): Promise<number> => {
  const lines = name === undefined ? await everything(client) : await one(name, client);
  io.stdout.write(`${lines.join('\n')}\n`);
  return exitCode.succeeded;
};

const one = async (name: string, client: Client): Promise<string[]> => {
  const { body } = await client.send({ method: 'GET', path: `/environments/${encodeURIComponent(name)}` });
  return describeEnvironment(body as EnvironmentView);
};

const everything = async (client: Client): Promise<string[]> => {
  const lines: string[] = [];
  let next: string | undefined;
  do {
    const query: string = next === undefined ? '' : `?next=${encodeURIComponent(next)}`;
    const { body } = await client.send({ method: 'GET', path: `/environments${query}` });
    const page = body as EnvironmentPage;
    if (!Array.isArray(page.environments)) throw unlikeMoorage(client.url);
    lines.push(...page.environments.map(line));
    next = page.next;
  } while (next !== undefined);
  return lines.length === 0 ? ['No environments.'] : lines;
};

const line = ({ name, status: state, revision, monthlyCost, operation }: EnvironmentView): string =>
  [
    name.padEnd(30),
    state.padEnd(9),
    `revision ${revision}`.padEnd(12),
    monthlyCost === undefined ? '' : `${money(monthlyCost)} a month`,
    operation === undefined ? '' : `running ${operation}`,
  ]
    .join('  ')
    .trimEnd();

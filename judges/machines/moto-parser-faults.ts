import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { judgesPython } from '../judges-python.ts';
import type { MachineDefinition } from './machine-definition.ts';

const script = fileURLToPath(new URL('parse-definitions.py', import.meta.url));

/** What the parser of moto's Step Functions has against each definition, in their order. Its grammar is LocalStack's. */
export async function motoParserFaults(machines: readonly MachineDefinition[]): Promise<readonly (readonly string[])[]> {
  const child = spawn(await judgesPython(), [script], { stdio: ['pipe', 'pipe', 'inherit'], timeout: 120_000 });
  child.stdin.end(JSON.stringify(machines.map((machine) => JSON.stringify(machine))));
  const said: unknown = JSON.parse(await text(child.stdout));
  if (!Array.isArray(said) || said.length !== machines.length) throw new Error('the parser did not answer for every definition');
  return said.map((error: string | null) => (error === null ? [] : [`moto's parser: ${error}`]));
}

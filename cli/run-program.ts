import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Ran } from './io.ts';

/** Runs a program with exactly these arguments and no shell between. Undefined: there is no such program. */
export const runProgram = async (
  program: string,
  args: readonly string[],
  output: 'captured' | 'terminal',
): Promise<Ran | undefined> => {
  const child = spawn(program, args, { stdio: output === 'terminal' ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : Promise.resolve('')));
  try {
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode: exitCode ?? 1, stdout: (await stdout) ?? '', stderr: (await stderr) ?? '' };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Spec } from '../schemas/gen/spec.types.ts';
import { type Breakage, breakSpec } from './break-spec.ts';
import { type PrivateService, privateService } from './private-service.ts';

export interface Demo {
  /** The program that serves: `local/start.ts`. */
  readonly service: string;
  readonly breakage?: Breakage;
  /** Ctrl-C, or the time is up. */
  readonly interrupted: AbortSignal;
}

const example = fileURLToPath(new URL('../examples/hello.json', import.meta.url));
const moorage = fileURLToPath(new URL('../cli/moorage.ts', import.meta.url));
const FAILED = 1;
const REFUSED = 2;

/**
 * Plays the script against a service of its own and answers with the exit code: 0 only if everything came out as the script
 * says and nothing is left. The service and the directory are gone afterwards, whatever happened.
 */
export const runDemo = async ({ service: entry, breakage, interrupted }: Demo): Promise<number> => {
  const home = await mkdtemp(join(tmpdir(), 'moorage-demo-'));
  let service: PrivateService | undefined;
  try {
    service = await privateService(entry, join(home, 'data'), interrupted);
    const file = breakage === undefined ? example : await brokenExample(breakage, home);
    const cli = (...args: string[]) => command(args, service?.url ?? '', interrupted);
    const good = breakage === undefined ? await goodWeather(file, cli) : await badWeather(file, cli);
    interrupted.throwIfAborted();
    return (await nothingIsLeft(service.url)) && good ? 0 : 1;
  } finally {
    await service?.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
};

type Cli = (...args: string[]) => Promise<number>;

const goodWeather = async (file: string, cli: Cli): Promise<boolean> => {
  const up = await cli('up', file);
  const status = await cli('status', 'hello');
  const down = await cli('down', 'hello');
  return up === 0 && status === 0 && down === 0;
};

const badWeather = async (file: string, cli: Cli): Promise<boolean> => {
  const up = await cli('up', file);
  // No `down` here: a failed CREATE has to clean up after itself. A refused one has never been an environment.
  if (up === FAILED) await cli('status', 'hello');
  return up === FAILED || up === REFUSED;
};

const brokenExample = async (breakage: Breakage, home: string): Promise<string> => {
  const spec = JSON.parse(await readFile(example, 'utf8')) as Spec;
  const file = join(home, 'hello.json');
  await writeFile(file, `${JSON.stringify(breakSpec(spec, breakage), null, 2)}\n`);
  return file;
};

const command = async (args: string[], url: string, interrupted: AbortSignal): Promise<number> => {
  interrupted.throwIfAborted();
  process.stdout.write(`\n$ moorage ${args.map((arg) => (arg === example ? relative(process.cwd(), arg) : arg)).join(' ')}\n`);
  const child = spawn(process.execPath, [moorage, ...args], { stdio: 'inherit', env: { ...process.env, MOORAGE_URL: url } });
  const end = () => void child.kill('SIGTERM');
  interrupted.addEventListener('abort', end);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
  interrupted.removeEventListener('abort', end);
  process.stdout.write(`exit code ${code}\n`);
  return code;
};

/** Asks the simulated AWS account itself, not Moorage's record of it. */
const nothingIsLeft = async (url: string): Promise<boolean> => {
  const response = await fetch(`${url}/simulator/inventory`, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`GET /simulator/inventory answered ${response.status}.`);
  const inventory = (await response.json()) as Record<string, number>;
  const left = Object.entries(inventory).filter(([, count]) => count !== 0);
  process.stdout.write(`\nWhat is left in the simulated account:\n${JSON.stringify(inventory, null, 2)}\n`);
  process.stdout.write(
    left.length === 0 ? 'Nothing is left.\n' : `Left behind: ${left.map((one) => one.join(' ')).join(', ')}\n`,
  );
  return left.length === 0;
};

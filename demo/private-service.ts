import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface PrivateService {
  readonly url: string;
  stop(): Promise<void>;
}

const READY_WITHIN = 20_000;
const POLITE_FOR = 3_000;

/** A service of our own on a free port with its own data: the one a person may have running is never touched. */
export const privateService = async (entry: string, data: string, interrupted: AbortSignal): Promise<PrivateService> => {
  const child = spawn(process.execPath, [entry, '--data', data, '--port', '0', '--speed', '30'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Its own group: Ctrl-C reaches the demo alone, which then stops the service when its commands have ended.
    detached: true,
  });
  // Whatever happens to us, the service does not outlive us.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    return { url: await readyLine(child, interrupted), stop: () => stop(child).finally(() => process.off('exit', kill)) };
  } catch (error) {
    await stop(child);
    throw error;
  }
};

const readyLine = async (child: ChildProcess, interrupted: AbortSignal): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const giveUp = () => reject(interrupted.reason);
  const late = setTimeout(() => reject(new Error(`The service was not ready within ${READY_WITHIN / 1000} s.`)), READY_WITHIN);
  interrupted.addEventListener('abort', giveUp);
  child.once('error', reject);
  child.once('exit', (code) => reject(new Error(`The service ended with ${code} before it was ready.`)));
  if (child.stdout === null) throw new Error('The service has no output to read.');
  // Goes on reading after the first line, or a chatty service would block on a full pipe.
  createInterface({ input: child.stdout }).on('line', (line) => {
    const url = urlIn(line);
    if (url !== undefined) resolve(url);
  });
  return promise.finally(() => {
    clearTimeout(late);
    interrupted.removeEventListener('abort', giveUp);
  });
};

const urlIn = (line: string): string | undefined => {
  try {
    const said: unknown = JSON.parse(line);
    return typeof said === 'object' && said !== null && 'url' in said && typeof said.url === 'string' ? said.url : undefined;
  } catch {
    return undefined;
  }
};

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    const impatient = setTimeout(() => child.kill('SIGKILL'), POLITE_FOR);
    child.once('exit', () => {
      clearTimeout(impatient);
      resolve();
    });
    child.kill('SIGTERM');
  });

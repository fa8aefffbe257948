import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Accepted, EnvironmentView, OperationView } from '../../schemas/gen/api.types.ts';
import { demoSpec } from '../support/demo-spec.ts';

const entry = fileURLToPath(new URL('../../local/start.ts', import.meta.url));
let data: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'moorage-start-'));
});
afterEach(async () => {
  await killed();
  rmSync(data, { recursive: true, force: true });
});

async function started(): Promise<string> {
  child = spawn(process.execPath, [entry, '--data', data, '--port', '0', '--speed', '120'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return (JSON.parse(line) as { url: string }).url;
}

/** The way the out-of-memory killer does it: no signal handler runs, nothing is written on the way out. */
async function killed(): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const ask = async <T>(url: string): Promise<T> => (await fetch(url)).json() as Promise<T>;
const reached = async (url: string, holds: (operation: OperationView) => boolean): Promise<OperationView> => {
  for (;;) {
    const operation = await ask<OperationView>(url);
    if (holds(operation)) return operation;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

it('npm start goes on where a killed process stopped, on the same data', { timeout: 60_000 }, async () => {
  let url = await started();
  const put = await fetch(`${url}/environments/hello`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(demoSpec),
  });
  const { href } = (await put.json()) as Accepted;

  for (const phase of ['REGISTRY', 'BUILD', 'SERVICES']) {
    await reached(
      url + href,
      ({ phases, status }) => status !== 'RUNNING' || phases.some((one) => one.phase === phase && one.status === 'RUNNING'),
    );
    await killed();
    url = await started();
  }

  const ended = await reached(url + href, ({ status }) => status !== 'RUNNING' && status !== 'QUEUED');
  expect(ended.status).toBe('SUCCEEDED');
  // The lock is given back right after the end.
  for (let status = ''; status !== 'AVAILABLE'; ) ({ status } = await ask<EnvironmentView>(`${url}/environments/hello`));
});

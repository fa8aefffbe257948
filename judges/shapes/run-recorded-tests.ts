import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Count } from './tally.ts';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the simulator's tests and gives what was judged beside them, one count a test file. */
export async function runRecordedTests(models: string): Promise<Count[]> {
  const counts = mkdtempSync(`${tmpdir()}/shapes-`);
  try {
    const vitest = `${repository}node_modules/vitest/vitest.mjs`;
    const config = fileURLToPath(new URL('recorded-tests.config.ts', import.meta.url));
    await run(process.execPath, [vitest, 'run', '--config', config, '--reporter', 'dot'], {
      cwd: repository,
      env: { ...process.env, SHAPES_MODELS: models, SHAPES_COUNTS: counts },
      timeout: 400_000,
      maxBuffer: 16 * 1024 * 1024,
    });
    return readdirSync(counts).map((file): Count => JSON.parse(readFileSync(`${counts}/${file}`, 'utf8')));
  } finally {
    rmSync(counts, { recursive: true, force: true });
  }
}

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Nearly every file loads the CDK and eleven SDK clients; compiled once they are there for all (28.8 s, 25.1 s; measured).
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'moorage-compile-cache');

/** Deaths, restores and a hundred builds, which take longer than a change has time for: `MOORAGE_DEATHS=all npm test` runs them too. */
const long = [
  'death-in-a-queue',
  'death-in-a-repair',
  'death-in-a-restore',
  'death-in-a-failing-create',
  'death-after-each-call-of-a-create',
  'death-in-an-unchanged-rebuild',
  'restore-amid-an-operation',
  'full-registry',
  'cancel-amid-throttling',
].map((name) => `test/engine/${name}.test.ts`);
const exclude = process.env.MOORAGE_DEATHS === 'all' ? [] : long;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Every core: by default one is left idle, and on two cores that is half of the time.
    maxWorkers: '100%',
    pool: 'threads',
    // One module graph per worker (312 s; 195 s on two cores, 4 GB): importing a file does nothing, so no file can tell.
    isolate: false,
  },
});

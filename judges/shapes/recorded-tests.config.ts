import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The simulator's own tests, with a tally beside every region they make. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/simulator/**/*.test.ts'],
    exclude: ['test/simulator/conformance.test.ts'],
    setupFiles: [fileURLToPath(new URL('recorded-tests.setup.ts', import.meta.url))],
    testTimeout: 60_000,
  },
});

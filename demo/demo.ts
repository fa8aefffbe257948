import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { breakages, isBreakage } from './break-spec.ts';
import { runDemo } from './run-demo.ts';

/** `npm run demo`, or `npm run demo -- --break image` for a deployment that fails, explains itself and cleans up. */
const LONGEST = 120_000;

const { values } = parseArgs({ options: { break: { type: 'string' }, service: { type: 'string' } } });
if (values.break !== undefined && !isBreakage(values.break)) {
  process.stderr.write(`--break is one of ${breakages.join(', ')}\n`);
  process.exit(2);
}

const interruption = new AbortController();
const ctrlC = new AbortController();
const interrupted = AbortSignal.any([interruption.signal, ctrlC.signal]);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ctrlC.abort(new Error('Interrupted.')));
const late = setTimeout(() => interruption.abort(new Error(`The demo took longer than ${LONGEST / 1000} s.`)), LONGEST);

try {
  process.exitCode = await runDemo({
    service: values.service ?? fileURLToPath(new URL('../local/start.ts', import.meta.url)),
    interrupted,
    ...(values.break === undefined ? {} : { breakage: values.break }),
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = ctrlC.signal.aborted ? 130 : 1;
} finally {
  clearTimeout(late);
}

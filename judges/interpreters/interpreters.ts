import { JudgeAbsent } from '../judge-absent.ts';
import type { Judge, Run } from '../judge-of.ts';
import type { Verdict } from '../verdict.ts';
import { inLocal } from './in-local.ts';
import { inMoto } from './in-moto.ts';
import { inSimulator } from './in-simulator.ts';
import type { Interpreter } from './interpreter.ts';
import { scenarios } from './scenarios.ts';
import { differences, type Trace, withoutRetryCounts } from './trace.ts';

/** What each foreign interpreter made of each scenario; they are asked once in a run, the seeded defects are in ours. */
let foreign: Promise<Asked> | undefined;
interface Asked {
  readonly skipped: readonly string[];
  readonly traces: ReadonlyMap<Interpreter, readonly Trace[]>;
}

/** The same ASL files and the same answers of functions in interpreters of other houses: the same way, the same end. */
export const interpreters: Judge = {
  name: 'interpreters',
  by: "moto 5.2.5's state machine interpreter (LocalStack's), and aws-local-stepfunctions 3.0.0",
  judge: (run) => compare(run, inSimulator()),
  defects: {
    'a retry too few': (run) => compare(run, changed('"MaxAttempts": 6', '"MaxAttempts": 5')),
    'a Catch that goes elsewhere': (run) => compare(run, changed('"Next": "ImageStopped"', '"Next": "ImageEnded"')),
    'an error no Retry names any more': (run) => compare(run, changed('"LookAgain"', '"LookAgian"')),
    'a choice the wrong way round': (run) => compare(run, changed('"IsPresent": true', '"IsPresent": false')),
    'a cause that is lost on the way': (run) => compare(run, changed('"ResultPath": "$.error"', '"ResultPath": null')),
  },
};

const changed = (from: string, to: string) => inSimulator((definition) => definition.replaceAll(from, to));

async function compare(run: Run, ours: Interpreter): Promise<Verdict> {
  foreign ??= askAll(run);
  const failures: string[] = [];
  const mine = await Promise.all(scenarios.map((scenario, index) => ours.run(scenario, operationOf(index)).catch(stopped)));
  const asked = await foreign;
  const knownGaps: string[] = [];
  for (const [{ name, countsRetries }, theirs] of asked.traces) {
    for (const [index, { about }] of scenarios.entries()) {
      const [our, their] = [mine[index], theirs[index]].map(
        (trace) => trace && (countsRetries ? trace : withoutRetryCounts(trace)),
      );
      if (our && their) failures.push(...differences(our, their).map((difference) => `${about}, in ${name}: ${difference}`));
    }
    if (countsRetries) continue;
    if (theirs.some(({ invoked }) => invoked.some((told) => /"retryCount":[1-9]/.test(told))))
      failures.push(`${name} counts retries now: compare them`);
    else
      knownGaps.push(
        `${name} has no service integrations, task tokens and retry counts: tasks end as their token would be answered`,
      );
  }
  return { cases: scenarios.length * asked.traces.size, failures, skipped: asked.skipped, knownGaps };
}

async function askAll({ say }: Run): Promise<Asked> {
  const skipped: string[] = [];
  const moto = await inMoto(say).catch((error: unknown) => {
    if (!(error instanceof JudgeAbsent)) throw error;
    skipped.push(`moto's interpreter: ${error.message}`);
  });
  const all = [...(moto ? [moto] : []), inLocal()];
  try {
    const traces = await Promise.all(
      all.map((interpreter) =>
        Promise.all(scenarios.map((scenario, index) => interpreter.run(scenario, operationOf(index)).catch(stopped))),
      ),
    );
    return { skipped, traces: new Map(all.map((interpreter, index) => [interpreter, traces[index] ?? []])) };
  } finally {
    for (const interpreter of all) await interpreter.stop();
  }
}

const operationOf = (index: number) => `judged-${index}`;
const stopped = (error: Error): Trace => ({ status: `broke: ${error.message}`, entered: {}, path: [], invoked: [] });

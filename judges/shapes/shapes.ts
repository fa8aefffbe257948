import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { everyService } from '../../simulator/every-service.ts';
import { demoSpec } from '../../test/support/demo-spec.ts';
import { givenWorld } from '../../test/support/world.ts';
import { JudgeAbsent } from '../judge-absent.ts';
import type { Judge, Run } from '../judge-of.ts';
import { judgesPython } from '../judges-python.ts';
import type { Verdict } from '../verdict.ts';
import { askEverything } from './ask-everything.ts';
import { internalOperations } from './internal-operations.ts';
import { knownOddities } from './known-oddities.ts';
import { recordRegion } from './record-region.ts';
import { runRecordedTests } from './run-recorded-tests.ts';
import { scenarios } from './scenarios.ts';
import { seededDefects, sound } from './seeded-defects.ts';
import { serviceModels } from './service-models.ts';
import { makeTally, type Tally } from './tally.ts';

/** Every answer, error and event of the simulator, and everything we ask of it, against the service models of AWS. */
export const shapes: Judge = {
  name: 'shapes',
  by: 'the service models of botocore 1.44.5, which AWS publishes, and the events its documentation shows',
  async judge(run) {
    const models = await modelsFolder();
    const tally = makeTally(serviceModels(models));
    await playAll(run, tally);
    if (run.size === 'full') {
      run.say("the simulator's own tests, recorded");
      for (const count of await runRecordedTests(models)) tally.addCount(count);
    }
    return verdictOf(tally, run);
  },
  defects: Object.fromEntries(
    Object.entries(seededDefects).map(([defect, seed]) => [
      defect,
      async () => {
        const models = serviceModels(await modelsFolder());
        const [before, after] = [makeTally(models), makeTally(models)];
        sound(before);
        const complaints = complaintsOf(before).failures;
        if (complaints.length > 0) throw new Error(`what is sound is complained of: ${complaints.join('; ')}`);
        seed(after);
        return complaintsOf(after);
      },
    ]),
  ),
};

async function modelsFolder(): Promise<string> {
  const home = dirname(dirname(await judgesPython()));
  const folder = globSync(`${home}/lib/python3*/site-packages/botocore/data`)[0];
  if (folder === undefined) throw new JudgeAbsent('botocore has no service models here');
  return folder;
}

async function playAll(run: Run, tally: Tally): Promise<void> {
  const recorded = async (knobs: Readonly<Record<string, unknown>> = {}) => {
    const world = await givenWorld();
    recordRegion(world.region, tally);
    for (const [name, value] of Object.entries(knobs)) world.region.setKnob(name, value);
    return world;
  };
  const asked = await recorded();
  await asked.ended(await asked.put('hello', demoSpec));
  askEverything(asked);
  for (const { what, small, knobs, play } of scenarios) {
    if (run.size === 'small' && !small) continue;
    run.say(what);
    await play(await recorded(knobs));
  }
}

/** What was complained of, the models' own mistakes apart. */
function complaintsOf({ count }: Tally): Verdict {
  const complaints = Object.entries(count.complaints);
  const oddityOf = (complaint: string) => knownOddities.find((one) => one.complaint.test(complaint));
  return {
    cases: Object.values(count.judged).reduce((sum, times) => sum + times, 0),
    failures: complaints.flatMap(([complaint, times]) => (oddityOf(complaint) ? [] : [`${complaint} (${times} times)`])),
    skipped: [],
    knownGaps: complaints.flatMap(([complaint, times]) => {
      const oddity = oddityOf(complaint);
      return oddity ? [`${complaint} (${times} times): ${oddity.because}`] : [];
    }),
  };
}

function verdictOf(tally: Tally, run: Run): Verdict {
  const verdict = complaintsOf(tally);
  const { judged } = tally.count;
  const offered = everyService.flatMap(({ name, operations }) => Object.keys(operations).map((one) => `${name}.${one}`));
  const ofAws = offered.filter((one) => !Object.hasOwn(internalOperations, one));
  const unjudged = ofAws.filter((one) => judged[`${one} output`] === undefined);
  const kinds = (kind: RegExp) => Object.keys(judged).filter((one) => kind.test(one)).length;
  run.say(
    `${ofAws.length - unjudged.length} of ${ofAws.length} operations judged by an answer, ${kinds(/ error$/)} by an error, ` +
      `${kinds(/ input$/)} by what was asked; ${kinds(/^event /)} kinds of event; ${verdict.cases} answers, questions and events`,
  );
  // An oddity that is gone must go from the list, or it would hide a mistake. Only everything shows it.
  const complaints = Object.keys(tally.count.complaints);
  const gone = knownOddities.filter(({ complaint }) => !complaints.some((one) => complaint.test(one)));
  const stale = run.size === 'full' ? gone.map(({ complaint }) => `the known oddity ${complaint} was not met: take it away`) : [];
  return {
    ...verdict,
    failures: [...verdict.failures, ...stale],
    skipped: unjudged.map((one) => `${one} never answered`),
    knownGaps: [
      ...verdict.knownGaps,
      ...Object.entries(internalOperations).map(([name, why]) => `${name} is of no model: ${why}`),
    ],
  };
}

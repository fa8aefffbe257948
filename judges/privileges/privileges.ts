import type { Judge, Run } from '../judge-of.ts';
import { developmentOnly } from './development-only.ts';
import { type Evidence, gatherEvidence } from './evidence.ts';
import { judgeEvidence } from './judge-evidence.ts';
import { seededDefects } from './seeded-defects.ts';

let gathered: Promise<Evidence> | undefined;
let failuresBefore: Promise<ReadonlySet<string>> | undefined;
/** Once for the judgement and all its defects. */
const evidenceOf = (run: Run) => {
  gathered ??= gatherEvidence(run);
  return gathered;
};

/** Every call of every function, and everything environments are made of and do, against the roles as they are synthesized. */
export const privileges: Judge = {
  name: 'privileges',
  by: "iam-simulate 0.1.173 with AWS's service authorization reference, and the permissions in CloudFormation's provider schemas",
  async judge(run) {
    const { lines, ...verdict } = await judgeEvidence(await evidenceOf(run));
    for (const line of lines) run.say(line);
    return { ...verdict, failures: [...verdict.failures, ...developmentOnly()] };
  },
  defects: Object.fromEntries(
    Object.entries(seededDefects).map(([defect, seed]) => [
      defect,
      async (run: Run) => {
        const evidence = await evidenceOf(run);
        failuresBefore ??= judgeEvidence(evidence).then(({ failures }) => new Set(failures));
        const before = await failuresBefore;
        const { lines, ...verdict } = await judgeEvidence(seed(evidence));
        // What fails anyway proves nothing.
        return { ...verdict, failures: verdict.failures.filter((failure) => !before.has(failure)) };
      },
    ]),
  ),
  async close() {
    gathered = undefined;
    failuresBefore = undefined;
  },
};

import type { Verdict } from '../verdict.ts';
import type { Deployment } from './deploy.ts';
import { compareWithTemplate } from './held/compare-with-template.ts';
import type { Standing } from './held/standing.ts';
import { judgeAnswers } from './judge-answers.ts';
import { lostProperties } from './known-gaps.ts';

/** A deployment that has just been made: whether it was, whether it is what the template says, and what it answers. */
export async function judgeStanding({ made, standing }: { made: Deployment; standing: Standing }): Promise<Verdict> {
  if (made.status !== 'CREATE_COMPLETE') {
    const failures = [`the stack is ${made.status}: ${made.reasons.join('; ')}`];
    return { cases: 1, failures, skipped: [], knownGaps: [] };
  }
  const { cases, differences } = await compareWithTemplate(standing);
  const answers = await judgeAnswers(standing);
  const lost = new Set(differences.map(({ what }) => what));
  const found = Object.keys(lostProperties).filter((what) => !lost.has(what));
  return {
    cases: 1 + cases + answers.cases,
    failures: [
      ...differences.filter(({ what }) => !Object.hasOwn(lostProperties, what)).map(({ sentence }) => sentence),
      ...found.map((what) => `a known gap is none any longer: ministack keeps ${what}`),
      ...answers.failures,
    ],
    skipped: [],
    knownGaps: Object.values(lostProperties).map((gap) => `ministack: ${gap}, whatever the template says`),
  };
}

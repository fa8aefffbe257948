import type { Problem } from '../schemas/gen/api.types.ts';
import { describeFindings, type Source } from './describe-findings.ts';

export const describeProblem = (problem: Problem, source?: Source): string =>
  [
    `Refused (${problem.status} ${problem.code}): ${problem.detail}`,
    ...describeFindings(problem.findings ?? [], source),
    ...(problem.operation === undefined ? [] : [`${problem.operation} stands in the way: moorage watch ${problem.operation}`]),
  ].join('\n');

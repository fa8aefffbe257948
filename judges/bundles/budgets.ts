import type { FunctionName } from '../../functions/catalog.ts';

/**
 * What a function may weigh, in kB of everything Lambda unpacks: a cold start reads and parses it. Each is what was measured
 * × 1.05, rounded up to 10. The smallest SDK client, Step Functions', is 120 kB and a twentieth of the largest of the small
 * functions is 118, so no function gets a client more without being asked.
 */
export const budgets: Readonly<Record<FunctionName, number>> = {
  Api: 2500, // 2376: croner, the clients of the tagging API and of CloudFormation
  Provider: 2600,
  Observer: 2430, // 2306
  Restorer: 2720, // 2588
  Uploader: 2240, // 2125
  Plans: 29_660, // 28 246: as the Planner, and the API's router
  Planner: 29_490, // 28 076: the CDK 12 872, the validator with its rules 9 262, the client of EC2 2363
  EnsureStack: 2380, // 2265
  EnsureImage: 2300, // 2190
  EnsureDeployment: 2280, // 2171
  Wake: 2720, // 2583
  Fence: 1700, // 1614
  Diagnose: 2900, // 2759: the validator of specs, for what a change would mend
  Settle: 2400, // 2276
  Trigger: 1900,
  Recover: 1810, // 1718
};

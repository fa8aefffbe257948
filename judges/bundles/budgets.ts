import type { FunctionName } from '../../functions/catalog.ts';

/**
 * What a function may weigh, in kB of everything Lambda unpacks: a cold start reads and parses it. Each is what was measured
 * × 1.05, rounded up to 10. The smallest SDK client, Step Functions', is 120 kB and a twentieth of the largest of the small
 * functions is 118, so no function gets a client more without being asked.
 */
export const budgets: Readonly<Record<FunctionName, number>> = {
  Api: 1870, // 1773
  Observer: 2430, // 2306
  Restorer: 2720, // 2588
  Uploader: 2240, // 2125
  Plans: 29_660, // 28 246: as the Planner, and the API's router
  Planner: 28_570, // 27 206: the CDK 12 872, the validator with its rules 9 262, the client of EC2 2363
  EnsureStack: 2160, // 2053
  EnsureImage: 2160, // 2055
  EnsureDeployment: 2140, // 2038
  Wake: 2490, // 2368
  Fence: 1570, // 1489
  Diagnose: 2390, // 2269
  Settle: 1980, // 1884
  Recover: 1570, // 1489
};

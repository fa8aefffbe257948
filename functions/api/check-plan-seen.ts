import { Problem } from './problem.ts';
import type { Request } from './use-case.ts';

/** With `Plan-Hash` only that is done which the plan has shown. What would be done now is only worked out when it is asked for. */
export async function checkPlanSeen({ headers }: Request, makesWay: boolean, hashNow: () => Promise<string>): Promise<void> {
  const seen = headers['plan-hash']?.trim().replace(/^"(.*)"$/, '$1');
  if (seen === undefined) return;
  if (makesWay)
    throw new Problem(
      400,
      'PRECONDITION_UNSUPPORTED',
      'No Plan-Hash with supersede: what will stand when the operation that runs has made way is not known yet.',
    );
  const now = await hashNow();
  if (seen !== now)
    throw new Problem(412, 'PLAN_MOVED', `What would be done now is not what plan ${seen} has shown; POST /plans again.`);
}

import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { scheduleProblem } from '../trigger/schedule.ts';
import { finding } from './finding.ts';

/** Any moment will do to tell how far apart two firings are; the answer must not depend on when it is asked. */
const anyMoment = Date.UTC(2026, 0, 1);

export function checkSchedule({ rebuild }: Spec): readonly Finding[] {
  const { schedule } = rebuild ?? {};
  const problem = schedule === undefined ? undefined : scheduleProblem(schedule, anyMoment);
  if (problem === undefined) return [];
  const remedy = 'Write rate(6 hours), or cron(0 3 * * ? *) for three at night in UTC; at most once an hour.';
  return [finding('SCHEDULE_INVALID', '/rebuild/schedule', `\`${schedule}\` cannot be a schedule: ${problem}.`, remedy)];
}

import type { EffectiveSpec } from '../spec/effective-spec.ts';
import type { DueKind } from './due.ts';
import { nextRun } from './schedule.ts';
import { timeToLive } from './time-to-live.ts';

/** The end is told a day before, or with half of a shorter life left. */
const warningMs = 24 * 3_600_000;

/** When what is due, in milliseconds, of a spec that was accepted at `accepted`; what is not in it is never due. */
export function duesOf(
  { rebuild, ttl }: EffectiveSpec,
  accepted: number,
  now: number,
): Readonly<Partial<Record<DueKind, number>>> {
  const schedule = rebuild.schedule === undefined ? undefined : nextRun(rebuild.schedule, now);
  const end = ttl === undefined ? undefined : accepted + timeToLive(ttl);
  return {
    ...(schedule === undefined ? {} : { schedule }),
    ...(end === undefined ? {} : { end, warning: end - Math.min(warningMs, (end - accepted) / 2) }),
  };
}

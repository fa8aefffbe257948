import { Cron } from 'croner';

/** A schedule that fires more often would hardly ever leave an environment alone. */
const leastMinutes = 60;
const minutesOf = { minute: 1, hour: 60, day: 1440 } as const;

/**
 * When a schedule fires next, in milliseconds: `rate(6 hours)` so long after `after`, `cron(0 3 * * ? *)` in EventBridge's six
 * fields, UTC. Undefined: never.
 */
export function nextRun(expression: string, after: number): number | undefined {
  const minutes = rateOf(expression);
  if (minutes !== undefined) return after + minutes * 60_000;
  return cronOf(expression)?.nextRun(new Date(after))?.getTime();
}

/** Why an expression cannot be a schedule; undefined when it can. */
export function scheduleProblem(expression: string, now: number): string | undefined {
  const minutes = rateOf(expression);
  if (minutes !== undefined) return minutes < leastMinutes ? `it would fire every ${minutes} minutes` : undefined;
  const cron = cronOf(expression);
  if (!cron) return 'it is neither rate(<n> hours) nor cron(<minute> <hour> <day> <month> <weekday> <year>)';
  const [first, second] = cron.nextRuns(2, new Date(now));
  if (!first) return 'it never fires';
  const apart = second ? (second.getTime() - first.getTime()) / 60_000 : Number.POSITIVE_INFINITY;
  return apart < leastMinutes ? `it would fire every ${apart} minutes` : undefined;
}

function rateOf(expression: string): number | undefined {
  const match = /^rate\((\d{1,5}) (minute|hour|day)s?\)$/.exec(expression);
  const [, count = '', unit = ''] = match ?? [];
  return match && Number(count) > 0 ? Number(count) * minutesOf[unit as keyof typeof minutesOf] : undefined;
}

function cronOf(expression: string): Cron | undefined {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6) return undefined;
  const [minute, hour, day, month, weekday = '', year] = fields;
  // EventBridge counts the days of the week from 1, Sunday; cron from 0.
  const days = weekday.replace(/\d/g, (digit) => String(Number(digit) - 1));
  try {
    return new Cron(`0 ${minute} ${hour} ${day} ${month} ${days} ${year}`, { timezone: 'Etc/UTC', paused: true });
  } catch {
    return undefined;
  }
}

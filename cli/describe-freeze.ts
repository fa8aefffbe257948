import type { Freeze, FreezeView } from '../schemas/gen/api.types.ts';

/** What is stopped, and what one still waits for. */
export const describeFreeze = ({ freeze, means, running }: FreezeView): string[] => [
  freeze === undefined ? 'Not frozen.' : sentenceOf(freeze),
  ...(freeze === undefined ? [] : [`  ${means}`]),
  ...(freeze === undefined || running.length === 0
    ? []
    : [`  under way, to its end: ${running.length}`, ...running.map((operation) => `    moorage watch ${operation}`)]),
];

export const sentenceOf = ({ scope, by, since, reason }: Freeze): string =>
  `FROZEN (${scope}) by ${by} since ${since}: ${reason}`;

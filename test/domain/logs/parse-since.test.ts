import { expect, it } from 'vitest';
import { parseSince } from '../../../domain/logs/parse-since.ts';

const now = Date.parse('2026-11-21T03:00:00Z');

it.each([
  ['90s', '2026-11-21T02:58:30.000Z'],
  ['15m', '2026-11-21T02:45:00.000Z'],
  ['2h', '2026-11-21T01:00:00.000Z'],
  ['1d', '2026-11-20T03:00:00.000Z'],
  ['999999d', '1970-01-01T00:00:00.000Z'],
  ['2026-11-21', '2026-11-21T00:00:00.000Z'],
  ['2026-11-21T02:00:00+01:00', '2026-11-21T01:00:00.000Z'],
])('%s is %s', (text, moment) => {
  expect(new Date(parseSince(text, now) ?? Number.NaN).toISOString()).toBe(moment);
});

it.each(['', '15', 'm', '-5m', '1w', 'yesterday', '2026-13-40', '2026-11-21Tx'])('"%s" is no moment', (text) => {
  expect(parseSince(text, now)).toBeUndefined();
});

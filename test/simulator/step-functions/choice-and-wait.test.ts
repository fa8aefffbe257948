import { expect, test } from 'vitest';
import { givenRegion, machineOf } from './given-region.ts';

const outcomes = { Yes: { Type: 'Pass', Result: 'yes', End: true }, No: { Type: 'Pass', Result: 'no', End: true } };

test.each([
  [{ Variable: '$.s', StringEquals: 'b' }, 'yes'],
  [{ Variable: '$.s', StringLessThan: 'c' }, 'yes'],
  [{ Variable: '$.s', StringGreaterThanEquals: 'c' }, 'no'],
  [{ Variable: '$.s', StringEqualsPath: '$.other' }, 'no'],
  [{ Variable: '$.file', StringMatches: 'log-*.txt' }, 'yes'],
  [{ Variable: '$.file', StringMatches: 'log-\\*.txt' }, 'no'],
  [{ Variable: '$.n', NumericEquals: 5 }, 'yes'],
  [{ Variable: '$.n', NumericGreaterThan: 5 }, 'no'],
  [{ Variable: '$.n', NumericLessThanEqualsPath: '$.limit' }, 'yes'],
  [{ Variable: '$.s', NumericEquals: 5 }, 'no'],
  [{ Variable: '$.yes', BooleanEquals: true }, 'yes'],
  [{ Variable: '$.yes', BooleanEqualsPath: '$.nothing' }, 'no'],
  [{ Variable: '$.at', TimestampGreaterThan: '2026-01-01T00:00:00Z' }, 'yes'],
  [{ Variable: '$.at', TimestampEquals: '2026-05-01T02:00:00+02:00' }, 'yes'],
  [{ Variable: '$.nothing', IsNull: true }, 'yes'],
  [{ Variable: '$.missing', IsPresent: false }, 'yes'],
  [{ Variable: '$.nothing', IsPresent: true }, 'yes'],
  [{ Variable: '$.toString', IsPresent: true }, 'no'],
  [{ Variable: '$.n', IsNumeric: true }, 'yes'],
  [{ Variable: '$.n', IsString: false }, 'yes'],
  [{ Variable: '$.at', IsTimestamp: true }, 'yes'],
  [{ Variable: '$.s', IsBoolean: true }, 'no'],
  [
    {
      And: [
        { Variable: '$.missing', IsPresent: true },
        { Variable: '$.missing', NumericEquals: 1 },
      ],
    },
    'no',
  ],
  [{ Or: [{ Variable: '$.n', NumericEquals: 1 }, { Not: { Variable: '$.n', NumericEquals: 2 } }] }, 'yes'],
])('the choice %j goes to %s', async (rule, outcome) => {
  const aws = givenRegion();
  const input = { s: 'b', other: 'x', file: 'log-7.txt', n: 5, limit: 5, yes: true, nothing: null, at: '2026-05-01T00:00:00Z' };
  const choice = { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' };
  expect(aws.output(await aws.run(machineOf({ Choose: choice, ...outcomes }), input))).toBe(outcome);
});

test('no rule and no Default is States.NoChoiceMatched', async () => {
  const aws = givenRegion();
  const Choices = [{ Variable: '$.n', NumericEquals: 1, Next: 'Yes' }];
  const arn = await aws.run(machineOf({ Choose: { Type: 'Choice', Choices }, ...outcomes }), { n: 2 });
  expect(aws.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
});

test('comparing a missing variable is States.Runtime', async () => {
  const aws = givenRegion();
  const Choices = [{ Variable: '$.n', NumericEquals: 1, Next: 'Yes' }];
  const arn = await aws.run(machineOf({ Choose: { Type: 'Choice', Choices, Default: 'No' }, ...outcomes }));
  expect(aws.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
});

test.each([
  [{ Seconds: 90 }, 90],
  [{ SecondsPath: '$.seconds' }, 45],
  [{ Timestamp: '2026-11-01T00:02:00Z' }, 120],
  [{ TimestampPath: '$.until' }, 300],
  [{ Timestamp: '2020-01-01T00:00:00Z' }, 0],
])('the wait %j lasts %d seconds', async (time, seconds) => {
  const aws = givenRegion();
  const before = aws.seconds();
  const arn = await aws.run(machineOf({ Nap: { Type: 'Wait', ...time, End: true } }), {
    seconds: 45,
    until: '2026-11-01T00:05:00Z',
  });
  expect(aws.seconds() - before).toBeCloseTo(seconds, 0);
  expect(aws.output(arn)).toMatchObject({ seconds: 45 });
});

test('the way from one state to the next takes some milliseconds', async () => {
  const aws = givenRegion();
  const arn = await aws.run(machineOf({ One: { Type: 'Pass', Next: 'Two' }, Two: { Type: 'Pass', End: true } }));
  const [left, entered] = aws
    .history(arn)
    .slice(2, 4)
    .map((event) => event.timestamp?.getTime() ?? 0);
  expect((entered ?? 0) - (left ?? 0)).toBeGreaterThanOrEqual(0);
  expect((entered ?? 0) - (left ?? 0)).toBeLessThan(50);
});

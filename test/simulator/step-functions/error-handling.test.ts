import { expect, test } from 'vitest';
import { givenRegion, invoke, machineOf, thrown } from './given-region.ts';

const caught = { Caught: { Type: 'Succeed' } };
const failing = (name: string, message = 'no', times = Number.POSITIVE_INFINITY) => {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls <= times) throw thrown(name, message);
    return calls;
  };
};

test("a Lambda's error is its errorType, with a JSON string as Cause", async () => {
  const aws = givenRegion({ broken: failing('Broken', 'out of stock') });
  const arn = await aws.run(machineOf({ Only: invoke('broken') }));
  const { error, cause } = aws.describe(arn);
  expect(error).toBe('Broken');
  expect(JSON.parse(cause ?? '')).toMatchObject({ errorType: 'Broken', errorMessage: 'out of stock', trace: expect.any(Array) });
});

test('Retry waits Interval × Backoff^n, at most MaxDelaySeconds, and gives up after MaxAttempts', async () => {
  const times: number[] = [];
  const aws = givenRegion({
    broken: () => {
      times.push(aws.seconds());
      throw thrown('Retryable', 'not yet');
    },
  });
  const Retry = [{ ErrorEquals: ['Retryable'], IntervalSeconds: 2, BackoffRate: 2, MaxDelaySeconds: 5, MaxAttempts: 4 }];
  const arn = await aws.run(machineOf({ Only: invoke('broken', { Retry }) }));
  expect(times.slice(1).map((time, at) => Math.round(time - (times[at] ?? 0)))).toEqual([2, 4, 5, 5]);
  expect(aws.describe(arn).error).toBe('Retryable');
});

test('Retry without numbers is three attempts after 1, 2 and 4 seconds', async () => {
  const times: number[] = [];
  const aws = givenRegion({
    broken: () => {
      times.push(aws.seconds());
      throw thrown('Broken', 'no');
    },
  });
  await aws.run(machineOf({ Only: invoke('broken', { Retry: [{ ErrorEquals: ['States.ALL'] }] }) }));
  expect(times.slice(1).map((time, at) => Math.round(time - (times[at] ?? 0)))).toEqual([1, 2, 4]);
});

test('JitterStrategy FULL waits anything up to the delay', async () => {
  const times: number[] = [];
  const aws = givenRegion({
    broken: () => {
      times.push(aws.seconds());
      throw thrown('Broken', 'no');
    },
  });
  const Retry = [{ ErrorEquals: ['Broken'], IntervalSeconds: 100, BackoffRate: 1, MaxAttempts: 5, JitterStrategy: 'FULL' }];
  await aws.run(machineOf({ Only: invoke('broken', { Retry }) }));
  const waits = times.slice(1).map((time, at) => Math.round(time - (times[at] ?? 0)));
  expect(new Set(waits).size).toBeGreaterThan(1);
  expect(Math.max(...waits)).toBeLessThanOrEqual(100);
});

test('every retrier counts for itself', async () => {
  const thrownSoFar: string[] = [];
  const aws = givenRegion({
    broken: () => {
      const name = ['A', 'B', 'A', 'B', 'B'][thrownSoFar.length] ?? 'A';
      thrownSoFar.push(name);
      throw thrown(name, 'no');
    },
  });
  const Retry = [
    { ErrorEquals: ['A'], MaxAttempts: 2 },
    { ErrorEquals: ['B'], MaxAttempts: 2 },
  ];
  const arn = await aws.run(machineOf({ Only: invoke('broken', { Retry }) }));
  expect(thrownSoFar).toEqual(['A', 'B', 'A', 'B', 'B']);
  expect(aws.describe(arn).error).toBe('B');
});

test('MaxAttempts 0 never retries', async () => {
  const aws = givenRegion({ broken: failing('Broken') });
  await aws.run(machineOf({ Only: invoke('broken', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 0 }] }) }));
  expect(aws.invoked).toHaveLength(1);
});

test('RetryCount grows with a retry and EnteredTime does not', async () => {
  const seen: { count: number; entered: string }[] = [];
  const aws = givenRegion({
    broken: (payload: { count: number; entered: string }) => {
      seen.push(payload);
      if (seen.length < 3) throw thrown('Broken', 'no');
      return 'done';
    },
  });
  const Parameters = {
    FunctionName: 'broken',
    Payload: { 'count.$': '$$.State.RetryCount', 'entered.$': '$$.State.EnteredTime' },
  };
  await aws.run(machineOf({ Only: invoke('broken', { Parameters, Retry: [{ ErrorEquals: ['States.ALL'] }] }) }));
  expect(seen.map(({ count }) => count)).toEqual([0, 1, 2]);
  expect(new Set(seen.map(({ entered }) => entered)).size).toBe(1);
});

test('Catch comes after Retry and puts the error where ResultPath says, past OutputPath', async () => {
  const aws = givenRegion({ broken: failing('Broken') });
  const arn = await aws.run(
    machineOf({
      Only: invoke('broken', {
        Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }],
        Catch: [
          { ErrorEquals: ['Other'], Next: 'Caught' },
          { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Caught' },
        ],
        Next: 'Caught',
      }),
      ...caught,
    }),
    { id: 7 },
  );
  expect(aws.invoked).toHaveLength(2);
  expect(aws.output(arn)).toEqual({ id: 7, failure: { Error: 'Broken', Cause: expect.stringContaining('"errorMessage":"no"') } });
});

test('States.TaskFailed takes every error of a task except States.Timeout', async () => {
  const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }];
  const broken = givenRegion({ task: failing('Broken') });
  const states = machineOf({ Only: invoke('task', { TimeoutSeconds: 5, Catch, Next: 'Caught' }), ...caught });
  expect(broken.output(await broken.run(states))).toMatchObject({ Error: 'Broken' });
  const hanging = givenRegion({ task: () => new Promise(() => {}) });
  expect(hanging.describe(await hanging.run(states))).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
});

test('States.Runtime is caught by nothing, not even inside a Parallel', async () => {
  const aws = givenRegion({ task: () => 1 });
  const Catch = [{ ErrorEquals: ['States.ALL', 'States.Runtime'], Next: 'Caught' }];
  const broken = machineOf({ Only: invoke('task', { InputPath: '$.nowhere', Catch, Next: 'Caught' }), ...caught });
  const arn = await aws.run(machineOf({ Both: { Type: 'Parallel', Branches: [broken], Catch, Next: 'Caught' }, ...caught }));
  expect(aws.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(aws.describe(arn).cause).toContain("'$.nowhere'");
});

test('States.DataLimitExceeded is caught by its name only', async () => {
  const task = () => 'x'.repeat(262_144);
  const states = (name: string) =>
    machineOf({ Only: invoke('task', { Catch: [{ ErrorEquals: [name], Next: 'Caught' }], Next: 'Caught' }), ...caught });
  const all = givenRegion({ task });
  expect(all.describe(await all.run(states('States.ALL')))).toMatchObject({
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
  });
  const named = givenRegion({ task });
  expect(named.output(await named.run(states('States.DataLimitExceeded')))).toMatchObject({ Error: 'States.DataLimitExceeded' });
});

test('a Fail state ends the execution with its Error and Cause, read by path if asked', async () => {
  const aws = givenRegion();
  const arn = await aws.run(machineOf({ Stop: { Type: 'Fail', Error: 'Refused', CausePath: '$.why' } }), { why: 'because' });
  expect(aws.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'because' });
  expect(aws.types(arn)).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
});

test("the machine's TimeoutSeconds ends the execution as TIMED_OUT and runs no Catch", async () => {
  const aws = givenRegion({ task: () => new Promise(() => {}) });
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
  const arn = await aws.run(machineOf({ Only: invoke('task', { Catch, Next: 'Caught' }), ...caught }, { TimeoutSeconds: 60 }));
  expect(aws.describe(arn).status).toBe('TIMED_OUT');
  expect(aws.types(arn).at(-1)).toBe('ExecutionTimedOut');
  expect(aws.types(arn)).not.toContain('SucceedStateEntered');
});

test('error and cause are cut at 256 and 32,768 characters', async () => {
  const aws = givenRegion({ broken: failing('E'.repeat(300), 'm'.repeat(40_000)) });
  const { error, cause } = aws.describe(await aws.run(machineOf({ Only: invoke('broken') })));
  expect([error?.length, cause?.length]).toEqual([256, 32_768]);
});

test('the 25,000th event fails an execution that would write more', { timeout: 60_000 }, async () => {
  const aws = givenRegion();
  const arn = await aws.run(
    machineOf({ One: { Type: 'Pass', Next: 'Two' }, Two: { Type: 'Pass', Next: 'One' }, Never: { Type: 'Succeed' } }),
  );
  expect(aws.describe(arn)).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('25000') });
  const { events } = aws.call<{ events: object[] }>('GetExecutionHistory', {
    executionArn: arn,
    reverseOrder: true,
    maxResults: 1,
  });
  expect(events).toMatchObject([{ id: 25_000, type: 'ExecutionFailed' }]);
});

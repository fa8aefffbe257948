import { expect, test } from 'vitest';
import { awaitToken, givenRegion, invoke, machineOf, thrown } from './given-region.ts';

function givenWaiting(more: object = {}) {
  const tokens: string[] = [];
  const aws = givenRegion({ keep: ({ token }: { token: string }) => tokens.push(token) });
  const arn = aws.start(aws.machine(machineOf({ Wait: awaitToken('keep', more) })));
  return { aws, arn, tokens, token: (n = 0) => tokens[n] ?? '' };
}

test("ignores what the Lambda of a token task returns: only the token's answer ends it", async () => {
  const { aws, arn, token } = givenWaiting();
  await aws.until(() => aws.types(arn).includes('TaskSubmitted'));
  expect(aws.describe(arn).status).toBe('RUNNING');
  aws.succeed(token(), { answer: 42 });
  expect(aws.output(arn)).toEqual({ answer: 42 });
});

test('fails a token task whose Lambda fails', async () => {
  const aws = givenRegion({
    broken: () => {
      throw thrown('Broken', 'no');
    },
  });
  const arn = await aws.run(machineOf({ Wait: awaitToken('broken') }));
  expect(aws.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Broken' });
});

test('takes an answer that comes before the Lambda has returned', async () => {
  const aws = givenRegion({
    eager: ({ token }: { token: string }) => {
      aws.succeed(token, 'early');
      return 'late';
    },
  });
  const arn = await aws.run(machineOf({ Wait: awaitToken('eager', { Next: 'After' }), After: { Type: 'Pass', End: true } }));
  expect(aws.output(arn)).toBe('early');
});

test('gives SendTaskFailure to Catch as Error and Cause', async () => {
  const { aws, arn, token } = givenWaiting();
  await aws.until(() => token() !== '');
  aws.fail({ taskToken: token(), error: 'Fenced', cause: 'the operation is failing' });
  expect(aws.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Fenced', cause: 'the operation is failing' });
});

test('gives a retried task a fresh token, and the old one answers TaskTimedOut', async () => {
  const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 100_000 }];
  const { aws, arn, tokens, token } = givenWaiting({ TimeoutSeconds: 30, Retry });
  await aws.until(() => tokens.length === 3);
  expect(new Set(tokens).size).toBe(3);
  expect(() => aws.succeed(token(0), {})).toThrow(expect.objectContaining({ name: 'TaskTimedOut' }));
  expect(() => aws.call('SendTaskHeartbeat', { taskToken: token(1) })).toThrow(expect.objectContaining({ name: 'TaskTimedOut' }));
  aws.succeed(token(2), 'third');
  expect(aws.output(arn)).toBe('third');
});

test('gives every entry of a task a fresh token', async () => {
  const tokens: string[] = [];
  const aws = givenRegion({
    keep: ({ token }: { token: string }) => {
      tokens.push(token);
      aws.succeed(token, { again: tokens.length < 3 });
    },
  });
  await aws.run(
    machineOf({
      Ask: awaitToken('keep', { Next: 'More' }),
      More: { Type: 'Choice', Choices: [{ Variable: '$.again', BooleanEquals: true, Next: 'Ask' }], Default: 'Done' },
      Done: { Type: 'Succeed' },
    }),
  );
  expect(new Set(tokens).size).toBe(3);
});

test('knows answered, unknown and garbage tokens apart, and refuses output that is no JSON', async () => {
  const { aws, token } = givenWaiting();
  await aws.until(() => token() !== '');
  const named = (name: string) => expect.objectContaining({ name });
  expect(() => aws.call('SendTaskSuccess', { taskToken: token(), output: '{' })).toThrow(named('InvalidOutput'));
  aws.succeed(token(), {});
  expect(() => aws.succeed(token(), {})).toThrow(named('TaskTimedOut'));
  expect(() => aws.fail({ taskToken: token() })).toThrow(named('TaskTimedOut'));
  const other = `${token().slice(0, -1)}${token().endsWith('x') ? 'y' : 'x'}`;
  expect(() => aws.succeed(other, {})).toThrow(named('TaskDoesNotExist'));
  expect(() => aws.succeed('garbage', {})).toThrow(named('InvalidToken'));
});

test('a missed heartbeat times the task out; one that comes in time keeps it alive', async () => {
  const { aws, arn, token } = givenWaiting({ HeartbeatSeconds: 10, TimeoutSeconds: 100 });
  await aws.until(() => aws.types(arn).includes('TaskSubmitted'));
  const began = aws.seconds();
  aws.region.advanceTo((began + 8) * 1000);
  aws.call('SendTaskHeartbeat', { taskToken: token() });
  await aws.untilClosed(arn);
  expect(aws.seconds() - began).toBeCloseTo(18, 1);
  expect(aws.history(arn).at(-2)).toMatchObject({ type: 'TaskTimedOut', taskTimedOutEventDetails: { error: 'States.Timeout' } });
});

test('States.HeartbeatTimeout catches a missed heartbeat and not a timeout', async () => {
  const Catch = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Caught' }];
  const states = (more: object) =>
    machineOf({ Wait: awaitToken('keep', { ...more, Catch, Next: 'Caught' }), Caught: { Type: 'Succeed' } });
  const beats = givenRegion({ keep: () => null });
  const missed = await beats.run(states({ HeartbeatSeconds: 5, TimeoutSeconds: 60 }));
  expect(beats.output(missed)).toEqual({ Error: 'States.Timeout', Cause: '' });
  const slow = givenRegion({ keep: () => null });
  expect(slow.describe(await slow.run(states({ TimeoutSeconds: 5 })))).toMatchObject({
    status: 'FAILED',
    error: 'States.Timeout',
  });
});

test('TimeoutSecondsPath and HeartbeatSecondsPath read the input', async () => {
  const aws = givenRegion({ keep: () => null });
  const paths = { TimeoutSecondsPath: '$.timeout', HeartbeatSecondsPath: '$.heartbeat' };
  const arn = await aws.run(machineOf({ Wait: awaitToken('keep', paths) }), { timeout: 90, heartbeat: 20 });
  const scheduled = aws.history(arn).find((event) => event.type === 'TaskScheduled');
  expect(scheduled?.taskScheduledEventDetails).toMatchObject({ timeoutInSeconds: 90, heartbeatInSeconds: 20 });
});

test('TimeoutSeconds is absolute whatever the heartbeats', async () => {
  const { aws, arn, token } = givenWaiting({ HeartbeatSeconds: 10, TimeoutSeconds: 25 });
  await aws.until(() => aws.types(arn).includes('TaskSubmitted'));
  const began = aws.seconds();
  for (const after of [8, 16, 24]) {
    while ((aws.region.nextTimerAt() ?? 0) < (began + after) * 1000) aws.region.fireNext();
    aws.region.advanceTo((began + after) * 1000);
    aws.call('SendTaskHeartbeat', { taskToken: token() });
  }
  await aws.untilClosed(arn);
  expect(aws.seconds() - began).toBeCloseTo(25, 0);
});

test('a Lambda outliving its task runs on and its result is ignored', async () => {
  let finish = (_value: unknown) => {};
  const aws = givenRegion({
    slow: () =>
      new Promise((done) => {
        finish = done;
      }),
  });
  const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'After' }];
  const arn = aws.start(
    aws.machine(
      machineOf({
        Slow: invoke('slow', { TimeoutSeconds: 10, Catch, Next: 'After' }),
        After: { Type: 'Wait', Seconds: 60, End: true },
      }),
    ),
  );
  await aws.until(() => aws.types(arn).includes('WaitStateEntered'));
  expect(aws.region.running()).toBe(1);
  finish('too late');
  await aws.untilClosed(arn);
  expect(aws.types(arn)).not.toContain('TaskSucceeded');
  expect(aws.output(arn)).toEqual({ Error: 'States.Timeout', Cause: '' });
});

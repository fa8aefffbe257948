import { expect, test } from 'vitest';
import { awaitToken, givenRegion, invoke, type Lambda, machineOf, thrown } from './given-region.ts';

/** Everything at once: a Map of retried Lambdas beside a token and a wait, a child, a Choice. */
function everything(childArn: string) {
  const Retry = [{ ErrorEquals: ['Flaky'], IntervalSeconds: 2 }];
  return machineOf({
    Fan: {
      Type: 'Parallel',
      Branches: [
        machineOf({
          Each: {
            Type: 'Map',
            MaxConcurrency: 2,
            ItemsPath: '$.items',
            ItemSelector: { 'n.$': '$$.Map.Item.Value', 'try.$': '$$.State.RetryCount' },
            ItemProcessor: machineOf({
              Work: invoke('work', {
                Parameters: { FunctionName: 'work', Payload: { 'n.$': '$.n', 'try.$': '$$.State.RetryCount' } },
                Retry,
              }),
            }),
            End: true,
          },
        }),
        machineOf({ Nap: { Type: 'Wait', Seconds: 3, Next: 'Ask' }, Ask: awaitToken('answer', { TimeoutSeconds: 30 }) }),
      ],
      Next: 'Child',
    },
    Child: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: childArn, Name: 'c', Input: {} },
      OutputPath: '$.Output',
      Next: 'Choose',
    },
    Choose: { Type: 'Choice', Choices: [{ Variable: '$', StringEquals: 'child', Next: 'Done' }], Default: 'Fan' },
    Done: { Type: 'Succeed' },
  });
}

function givenEverything(options: { seed?: number; state?: ReturnType<typeof givenRegion>['region']['state'] } = {}) {
  const aws = givenRegion(
    {
      work: ({ n, try: count }: { n: number; try: number }) => {
        if (n === 2 && count === 0) throw Object.assign(thrown('Flaky', 'again'), { stack: '' });
        return n * 10;
      },
      answer: ({ token }: { token: string }) => void aws.succeed(token, 'answered'),
    },
    options,
  );
  return aws;
}

function started(seed: number) {
  const aws = givenEverything({ seed });
  const child = aws.machine(
    machineOf({ Nap: { Type: 'Wait', Seconds: 4, Next: 'Say' }, Say: { Type: 'Pass', Result: 'child', End: true } }),
    'child',
  );
  return { aws, arn: aws.start(aws.machine(everything(child)), { items: [1, 2, 3] }) };
}

test('the same seed replays byte for byte, history and state; another one does not', async () => {
  const states = [];
  for (const seed of [7, 7, 8]) {
    const { aws, arn } = started(seed);
    await aws.untilClosed(arn);
    expect(aws.output(arn)).toBe('child');
    states.push(JSON.stringify(aws.region.state));
  }
  expect(states[1]).toBe(states[0]);
  expect(states[2]).not.toBe(states[0]);
});

test('a process that dies between any two timers is continued to the very same history', async () => {
  const { aws, arn } = started(7);
  const moments = [];
  while (aws.describe(arn).status === 'RUNNING') {
    await aws.idle();
    moments.push(structuredClone(aws.region.state));
    aws.region.fireNext();
  }
  const whole = JSON.stringify(aws.history(arn));
  expect(moments.length).toBeGreaterThan(20);
  for (const state of moments) {
    const next = givenEverything({ state: JSON.parse(JSON.stringify(state)) });
    await next.untilClosed(arn);
    expect(JSON.stringify(next.history(arn))).toBe(whole);
  }
});

test('a Lambda that died with its process is Lambda.Unknown, and Retry takes it up', async () => {
  const hang: Lambda = () => new Promise(() => {});
  const Retry = [{ ErrorEquals: ['Lambda.Unknown'], IntervalSeconds: 2 }];
  const before = givenRegion({ work: hang });
  const arn = before.start(before.machine(machineOf({ Only: invoke('work', { Retry }) })));
  await before.until(() => before.region.running() === 1);
  const after = givenRegion({ work: () => 'second life' }, { state: structuredClone(before.region.state) });
  await after.untilClosed(arn);
  expect(after.output(arn)).toBe('second life');
  const failed = after.history(arn).find((event) => event.type === 'TaskFailed');
  expect(failed?.taskFailedEventDetails?.error).toBe('Lambda.Unknown');
});

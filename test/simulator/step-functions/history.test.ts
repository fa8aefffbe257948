import { expect, test } from 'vitest';
import { awaitToken, functionArn, givenRegion, invoke, machineOf, thrown } from './given-region.ts';

test('a Lambda task leaves Entered, Scheduled, Started, Succeeded and Exited, each pointing to the one before', async () => {
  const aws = givenRegion({ hello: () => 'hi' });
  const arn = await aws.run(machineOf({ Greet: invoke('hello', { TimeoutSeconds: 5 }) }), { a: 1 });
  const events = aws.history(arn);
  expect(events.map((event) => [event.id, event.previousEventId, event.type])).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 0, 'TaskStateEntered'],
    [3, 2, 'TaskScheduled'],
    [4, 3, 'TaskStarted'],
    [5, 4, 'TaskSucceeded'],
    [6, 5, 'TaskStateExited'],
    [7, 6, 'ExecutionSucceeded'],
  ]);
  expect(events[1]?.stateEnteredEventDetails).toEqual({ name: 'Greet', input: '{"a":1}', inputDetails: { truncated: false } });
  expect(events[2]?.taskScheduledEventDetails).toMatchObject({
    resourceType: 'lambda',
    resource: 'invoke',
    region: 'eu-west-1',
    parameters: '{"FunctionName":"hello","Payload":{"a":1}}',
    timeoutInSeconds: 5,
  });
  expect(events[5]?.stateExitedEventDetails).toMatchObject({ name: 'Greet', output: '"hi"' });
  expect(events[6]?.timestamp).toBeInstanceOf(Date);
});

test('a plain Lambda ARN leaves LambdaFunction events', async () => {
  const aws = givenRegion({ hello: () => 'hi' });
  const arn = await aws.run(machineOf({ Greet: { Type: 'Task', Resource: functionArn('hello'), End: true } }));
  expect(aws.types(arn).slice(2, 5)).toEqual(['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded']);
  expect(aws.output(arn)).toBe('hi');
});

test('a task that waits for its token is Submitted when its Lambda has returned', async () => {
  const tokens: string[] = [];
  const aws = givenRegion({ keep: ({ token }: { token: string }) => tokens.push(token) });
  const arn = aws.start(aws.machine(machineOf({ Wait: awaitToken('keep') })));
  await aws.until(() => aws.types(arn).includes('TaskSubmitted'));
  aws.succeed(tokens[0] ?? '', { done: true });
  expect(aws.types(arn).slice(2)).toEqual([
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(aws.output(arn)).toEqual({ done: true });
});

test('a failing item fails its Map with the events AWS writes', async () => {
  const aws = givenRegion({
    fussy: ({ n }: { n: number }) => {
      if (n === 1) throw thrown('Fussy', 'no');
      return new Promise(() => {});
    },
  });
  const arn = await aws.run(
    machineOf({ Each: { Type: 'Map', End: true, ItemProcessor: machineOf({ Work: invoke('fussy') }) } }),
    [{ n: 0 }, { n: 1 }],
  );
  const events = aws.history(arn);
  const failed = events.find((event) => event.type === 'TaskFailed')?.id;
  expect(events.slice(-5).map((event) => [event.type, event.previousEventId])).toEqual([
    ['MapIterationFailed', failed],
    ['TaskStateAborted', failed],
    ['MapIterationAborted', failed],
    ['MapStateFailed', failed],
    ['ExecutionFailed', events.at(-2)?.id],
  ]);
  expect(events.at(-5)?.mapIterationFailedEventDetails).toEqual({ name: 'Each', index: 1 });
});

test('the history comes in pages, and backwards when asked', async () => {
  const aws = givenRegion();
  const executionArn = await aws.run(machineOf({ Only: { Type: 'Pass', End: true } }));
  const first = aws.call<{ events: { id: number }[]; nextToken: string }>('GetExecutionHistory', {
    executionArn,
    maxResults: 3,
    reverseOrder: true,
  });
  expect(first.events.map(({ id }) => id)).toEqual([4, 3, 2]);
  const rest = aws.call('GetExecutionHistory', { executionArn, reverseOrder: true, maxResults: 3, nextToken: first.nextToken });
  expect(rest).toMatchObject({ events: [{ id: 1 }] });
  expect(rest).not.toHaveProperty('nextToken');
});

import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { connectTo } from '../../../simulator/connect.ts';
import { countTransitions } from '../../../simulator/step-functions/count-transitions.ts';
import { givenRegion, invoke, machineOf, thrown } from './given-region.ts';

const named = (name: string) => expect.objectContaining({ name });
const nap = machineOf({ Nap: { Type: 'Wait', Seconds: 60, End: true } });

test('the same name and input while running is the same execution', () => {
  const aws = givenRegion();
  const machine = aws.machine(nap);
  const first = aws.call('StartExecution', { stateMachineArn: machine, name: 'a', input: '{"x":1}' });
  expect(aws.call('StartExecution', { stateMachineArn: machine, name: 'a', input: '{"x":1}' })).toEqual(first);
  expect(aws.call('ListExecutions', { stateMachineArn: machine })).toMatchObject({ executions: [{ name: 'a' }] });
});

test('another input, or a closed execution, is ExecutionAlreadyExists', async () => {
  const aws = givenRegion();
  const machine = aws.machine(nap);
  const arn = aws.start(machine, { x: 1 }, 'a');
  expect(() => aws.start(machine, { x: 2 }, 'a')).toThrow(named('ExecutionAlreadyExists'));
  await aws.untilClosed(arn);
  expect(() => aws.start(machine, { x: 1 }, 'a')).toThrow(named('ExecutionAlreadyExists'));
});

test('a name is free again 90 days after its execution closed', async () => {
  const aws = givenRegion();
  const machine = aws.machine(nap);
  await aws.untilClosed(aws.start(machine, {}, 'a'));
  aws.region.advanceTo(aws.region.state.now + 91 * 24 * 3600 * 1000);
  expect(aws.describe(aws.start(machine, {}, 'a')).status).toBe('RUNNING');
});

test.each(['with space', 'a/b', 'a:b', 'a#b', 'a&b', 'x'.repeat(81), ''])('the execution name %j is InvalidName', (name) => {
  const aws = givenRegion();
  const machine = aws.machine(nap);
  expect(() => aws.start(machine, {}, name)).toThrow(named('InvalidName'));
});

test('an unknown machine, a wrong ARN and input that is no JSON are refused', () => {
  const aws = givenRegion();
  const machine = aws.machine(nap);
  expect(() => aws.start(`${machine}x`)).toThrow(named('StateMachineDoesNotExist'));
  expect(() => aws.start('machine')).toThrow(named('InvalidArn'));
  expect(() => aws.call('StartExecution', { stateMachineArn: machine, input: '{' })).toThrow(named('InvalidExecutionInput'));
  expect(() => aws.start(machine, 'x'.repeat(262_144))).toThrow(named('ValidationException'));
  expect(() => aws.describe(machine.replace('stateMachine', 'execution').concat(':a'))).toThrow(named('ExecutionDoesNotExist'));
});

test('a version behind the ARN is accepted and told by DescribeExecution', () => {
  const aws = givenRegion();
  const machine = aws.machine(nap);
  const described = aws.describe(aws.start(`${machine}:3`));
  expect(described).toMatchObject({ stateMachineArn: machine, stateMachineVersionArn: `${machine}:3` });
});

test('DescribeExecution may lag: what has just begun is not there, what has just closed runs', async () => {
  const aws = givenRegion();
  const machine = aws.machine(nap);
  aws.region.setKnob('stepFunctions.staleReadSeconds', 20);
  const arn = aws.start(machine, {}, 'a');
  expect(() => aws.describe(arn)).toThrow(named('ExecutionDoesNotExist'));
  // Starting it is not behind.
  expect(aws.start(machine, {}, 'a')).toBe(arn);
  aws.region.advanceTo(aws.region.state.now + 20_000);
  expect(aws.describe(arn).status).toBe('RUNNING');

  aws.call('StopExecution', { executionArn: arn, error: 'enough' });
  expect(aws.describe(arn)).toMatchObject({ status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' });
  expect(aws.describe(arn)).not.toHaveProperty('error');
  expect(aws.describe(arn)).not.toHaveProperty('stopDate');
  aws.region.advanceTo(aws.region.state.now + 20_000);
  expect(aws.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'enough' });
});

test('StopExecution ends as ABORTED, runs no Catch and says the same when asked again', async () => {
  const aws = givenRegion({ slow: () => new Promise(() => {}) });
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
  const executionArn = aws.start(
    aws.machine(machineOf({ Only: invoke('slow', { Catch, Next: 'Caught' }), Caught: { Type: 'Succeed' } })),
  );
  await aws.until(() => aws.region.running() === 1);
  const stopped = aws.call('StopExecution', { executionArn, error: 'Cancelled', cause: 'by hand' });
  expect(aws.describe(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Cancelled', cause: 'by hand', ...stopped });
  expect(aws.types(executionArn).at(-1)).toBe('ExecutionAborted');
  while (aws.region.fireNext());
  aws.region.advanceTo(aws.region.state.now + 1000);
  expect(aws.call('StopExecution', { executionArn })).toEqual(stopped);
  expect(aws.describe(executionArn).error).toBe('Cancelled');
});

test('executions are listed newest first, by status and in pages', async () => {
  const aws = givenRegion();
  const stateMachineArn = aws.machine(nap);
  await aws.untilClosed(aws.start(stateMachineArn, {}, 'a'));
  for (const name of ['b', 'c']) aws.start(stateMachineArn, {}, name);
  const list = (more: object) =>
    aws.call<{ executions: { name: string }[]; nextToken: string }>('ListExecutions', { stateMachineArn, ...more });
  expect(list({}).executions.map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  expect(list({ statusFilter: 'SUCCEEDED' }).executions.map(({ name }) => name)).toEqual(['a']);
  const { nextToken } = list({ maxResults: 2 });
  expect(list({ maxResults: 2, nextToken }).executions.map(({ name }) => name)).toEqual(['a']);
});

test('the status events on the default bus are RUNNING and the end, with input and output as text', async () => {
  const aws = givenRegion();
  const arn = await aws.run(machineOf({ Only: { Type: 'Pass', Result: 7, End: true } }), { a: 1 });
  const { startDate, stopDate, stateMachineArn } = aws.describe(arn);
  const common = { executionArn: arn, stateMachineArn, name: 'run', startDate: startDate?.getTime(), input: '{"a":1}' };
  expect(aws.events()).toMatchObject([
    { source: 'aws.states', resources: [arn], detail: { ...common, status: 'RUNNING', stopDate: null, output: null } },
    {
      source: 'aws.states',
      resources: [arn],
      detail: { ...common, status: 'SUCCEEDED', stopDate: stopDate?.getTime(), output: '7' },
    },
  ]);
  expect(aws.events()[0]).toHaveProperty('detailType', 'Step Functions Execution Status Change');
});

test('failed, timed out and aborted executions are told on the bus', async () => {
  const aws = givenRegion();
  const failed = aws.start(aws.machine(machineOf({ Stop: { Type: 'Fail', Error: 'E', Cause: 'C' } }), 'failing'));
  const timedOut = aws.start(aws.machine({ ...nap, TimeoutSeconds: 5 }, 'slow'));
  const executionArn = aws.start(aws.machine(nap, 'stopped'));
  aws.call('StopExecution', { executionArn });
  await aws.untilClosed(failed);
  await aws.untilClosed(timedOut);
  const statuses = aws.events().map(({ detail }) => detail.status);
  expect(statuses.slice(3)).toEqual(['ABORTED', 'FAILED', 'TIMED_OUT']);
  expect(aws.events()[4]?.detail).toMatchObject({ error: 'E', cause: 'C' });
});

test('input and output above 248 KiB together are left out of the event', async () => {
  const aws = givenRegion();
  await aws.run(machineOf({ Only: { Type: 'Succeed' } }), 'x'.repeat(200_000));
  expect(aws.events().at(-1)?.detail).toMatchObject({ input: null, inputDetails: { included: false }, output: null });
});

test('transitions are entered states and retries', async () => {
  let calls = 0;
  const aws = givenRegion({
    flaky: () => {
      calls += 1;
      if (calls < 3) throw thrown('Flaky', 'again');
    },
  });
  const fan = { Type: 'Parallel', Branches: [machineOf({ Flaky: invoke('flaky', { Retry: [{ ErrorEquals: ['Flaky'] }] }) })] };
  const arn = await aws.run(machineOf({ Fan: { ...fan, Next: 'Done' }, Done: { Type: 'Succeed' } }));
  expect(countTransitions(aws.history(arn))).toBe(3 + 2);
});

test('the real SDK client starts executions, and its errors keep their names', async () => {
  const aws = givenRegion();
  const client = connectTo(aws.region)(SFNClient) as SFNClient;
  const stateMachineArn = aws.machine(nap);
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name: 'a', input: '{}' }));
  expect(executionArn).toBe('arn:aws:states:eu-west-1:111122223333:execution:machine:a');
  const again = client.send(new StartExecutionCommand({ stateMachineArn, name: 'a', input: '[]' }));
  await expect(again).rejects.toMatchObject({ name: 'ExecutionAlreadyExists', $metadata: { httpStatusCode: 400 } });
});

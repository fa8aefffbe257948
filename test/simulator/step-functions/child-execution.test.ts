import { expect, test } from 'vitest';
import { givenRegion, machineOf } from './given-region.ts';

const child = (resource: string, Parameters: object, more: object = {}) =>
  machineOf({
    Child: { Type: 'Task', Resource: `arn:aws:states:::states:${resource}`, Parameters, End: true, ...more },
    Caught: { Type: 'Succeed' },
  });
const nap = machineOf({
  Nap: { Type: 'Wait', Seconds: 60, Next: 'Done' },
  Done: { Type: 'Pass', Result: { done: true }, End: true },
});

test('startExecution starts a child and goes on at once', async () => {
  const aws = givenRegion();
  const StateMachineArn = aws.machine(nap, 'child');
  const arn = await aws.run(child('startExecution', { StateMachineArn, Name: 'c', 'Input.$': '$' }), { a: 1 });
  const { ExecutionArn, StartDate } = aws.output(arn);
  expect(StartDate).toBeGreaterThan(0);
  expect(aws.describe(ExecutionArn)).toMatchObject({ status: 'RUNNING', input: '{"a":1}', name: 'c' });
});

test('.sync:2 waits for the child and gives its output parsed', async () => {
  const aws = givenRegion();
  const StateMachineArn = aws.machine(nap, 'child');
  const arn = await aws.run(child('startExecution.sync:2', { StateMachineArn, Input: { b: 2 } }));
  expect(aws.output(arn)).toMatchObject({ Status: 'SUCCEEDED', Output: { done: true }, Input: { b: 2 }, StateMachineArn });
  expect(aws.types(arn)).toEqual(expect.arrayContaining(['TaskSubmitted', 'TaskSucceeded']));
});

test("a child's failure is States.TaskFailed with its description as Cause, its timeout too", async () => {
  const aws = givenRegion();
  const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }];
  const failing = aws.machine(machineOf({ Stop: { Type: 'Fail', Error: 'Refused', Cause: 'why' } }), 'failing');
  const slow = aws.machine({ ...nap, TimeoutSeconds: 5 }, 'slow');
  const causes = [];
  for (const [name, StateMachineArn] of Object.entries({ failing, slow })) {
    const arn = aws.start(aws.machine(child('startExecution.sync:2', { StateMachineArn }, { Catch }), `parent-${name}`));
    await aws.untilClosed(arn);
    const { Error: error, Cause } = aws.output(arn);
    causes.push([error, JSON.parse(Cause)]);
  }
  expect(causes).toMatchObject([
    ['States.TaskFailed', { Status: 'FAILED', Error: 'Refused', Cause: 'why' }],
    ['States.TaskFailed', { Status: 'TIMED_OUT' }],
  ]);
});

test('stopping an execution stops the child it waits for', async () => {
  const aws = givenRegion();
  const StateMachineArn = aws.machine(nap, 'child');
  const executionArn = aws.start(aws.machine(child('startExecution.sync:2', { StateMachineArn, Name: 'c' })));
  await aws.until(() => aws.types(executionArn).includes('TaskSubmitted'));
  aws.call('StopExecution', { executionArn });
  expect(aws.describe('arn:aws:states:eu-west-1:111122223333:execution:child:c').status).toBe('ABORTED');
});

test('two parents may wait for the same running child', async () => {
  const aws = givenRegion();
  const StateMachineArn = aws.machine(nap, 'child');
  const parent = aws.machine(child('startExecution.sync:2', { StateMachineArn, Name: 'c', Input: {} }));
  const arns = [aws.start(parent, {}, 'a'), aws.start(parent, {}, 'b')];
  for (const arn of arns) await aws.untilClosed(arn);
  expect(arns.map((arn) => aws.output(arn).Output)).toEqual([{ done: true }, { done: true }]);
});

test('a child that cannot be started fails the task under the name of the API error', async () => {
  const aws = givenRegion();
  const StateMachineArn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:nobody';
  const arn = await aws.run(child('startExecution.sync:2', { StateMachineArn }));
  expect(aws.describe(arn).error).toBe('StepFunctions.StateMachineDoesNotExistException');
});

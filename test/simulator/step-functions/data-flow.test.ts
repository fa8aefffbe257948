import { expect, test } from 'vitest';
import { givenRegion, invoke, machineOf } from './given-region.ts';

const passed = async (state: object, input: unknown = {}) => {
  const aws = givenRegion();
  return aws.output(await aws.run(machineOf({ Only: { Type: 'Pass', End: true, ...state } }), input));
};

test('a task goes through InputPath, Parameters, ResultSelector, ResultPath and OutputPath in this order', async () => {
  const aws = givenRegion({ add: ({ n }: { n: number }) => ({ sum: n + 1, noise: true }) });
  const arn = await aws.run(
    machineOf({
      Only: invoke('add', {
        InputPath: '$.inner',
        Parameters: { FunctionName: 'add', Payload: { 'n.$': '$.number' } },
        ResultSelector: { 'value.$': '$.Payload.sum' },
        ResultPath: '$.inner.result',
        OutputPath: '$.inner',
      }),
    }),
    { inner: { number: 1 }, outer: 'gone' },
  );
  expect(aws.output(arn)).toEqual({ number: 1, result: { value: 2 } });
});

test('lambda:invoke answers with StatusCode, ExecutedVersion, metadata and Payload', async () => {
  const aws = givenRegion({ add: () => ({ ok: true }) });
  const arn = await aws.run(machineOf({ Only: invoke('add', { OutputPath: '$' }) }));
  expect(aws.output(arn)).toMatchObject({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: { ok: true },
    SdkHttpMetadata: { HttpStatusCode: 200 },
  });
});

test('a function is invoked under the name or qualified ARN the Task gives', async () => {
  const names: string[] = [];
  const aws = givenRegion({
    step: (_payload: never, name: string) => names.push(name),
  });
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:step:7';
  await aws.run(machineOf({ One: invoke('step', { Next: 'Two' }), Two: invoke(arn) }));
  expect(names).toEqual(['step', arn]);
});

test.each([
  { rule: 'ResultPath null keeps the input', state: { Result: 1, ResultPath: null }, input: { a: 1 }, output: { a: 1 } },
  {
    rule: 'ResultPath makes the fields on its way',
    state: { Result: 1, ResultPath: '$.x.y' },
    input: { a: 1 },
    output: { a: 1, x: { y: 1 } },
  },
  { rule: 'a Result may be null', state: { Result: null }, input: { a: 1 }, output: null },
  { rule: 'InputPath null is an empty object', state: { InputPath: null }, input: { a: 1 }, output: {} },
  { rule: 'OutputPath null is an empty object', state: { OutputPath: null }, input: { a: 1 }, output: {} },
  {
    rule: 'a path reads dots, brackets and indexes',
    state: { InputPath: "$['a b'].list[1]" },
    input: { 'a b': { list: [1, 2] } },
    output: 2,
  },
  {
    rule: 'a wildcard reads a list',
    state: { InputPath: '$.list[*].id' },
    input: { list: [{ id: 1 }, { id: 2 }] },
    output: [1, 2],
  },
  { rule: '$$ reads the context object', state: { InputPath: '$$.Execution.Input' }, input: { a: 1 }, output: { a: 1 } },
  {
    rule: 'Parameters reaches into lists and keeps constants',
    state: { Parameters: { list: [{ 'x.$': '$.a' }, 'c'] } },
    input: { a: 1 },
    output: { list: [{ x: 1 }, 'c'] },
  },
])('$rule', async ({ state, input, output }) => {
  expect(await passed(state, input)).toEqual(output);
});

test('the context object has the execution, the machine and the state', async () => {
  const output = await passed({ Parameters: { 'all.$': '$$' } }, { a: 1 });
  expect(output.all).toEqual({
    Execution: {
      Id: 'arn:aws:states:eu-west-1:111122223333:execution:machine:run',
      Input: { a: 1 },
      Name: 'run',
      RoleArn: 'arn:aws:iam::111122223333:role/machine',
      StartTime: '2026-11-01T00:00:00.000Z',
      RedriveCount: 0,
    },
    StateMachine: { Id: 'arn:aws:states:eu-west-1:111122223333:stateMachine:machine', Name: 'machine' },
    State: { Name: 'Only', EnteredTime: expect.stringMatching(/^2026-11-01T00:00:00/) },
  });
});

test.each([
  ["States.Format('{}-{} \\'q\\' {}', 'a', $.n, $.list)", "a-2 'q' [1,2]"],
  ['States.StringToJson(\'{"a":1}\')', { a: 1 }],
  ['States.JsonToString($.list)', '[1,2]'],
  ["States.Array('a', 1, null, true, $.n)", ['a', 1, null, true, 2]],
  ['States.ArrayLength($.list)', 2],
  ['States.ArrayContains($.list, 2)', true],
  ['States.ArrayGetItem($.list, 1)', 2],
  ['States.ArrayRange(1, 7, 3)', [1, 4, 7]],
  ['States.ArrayPartition(States.ArrayRange(1, 3, 1), 2)', [[1, 2], [3]]],
  ['States.ArrayUnique(States.Array(1, 2, 1))', [1, 2]],
  ["States.StringSplit('a.b+c', '.+')", ['a', 'b', 'c']],
  ["States.Base64Decode(States.Base64Encode('hi'))", 'hi'],
  ['States.JsonMerge($.left, $.right, false)', { a: 1, b: 3 }],
  ['States.MathAdd($.n, -5)', -3],
  ["States.Hash('moorage', 'SHA-256')", '2a3d974c04215d4abe1f30eb7860143492c39ed2a5fad1a417a8cfd8a0df9656'],
  ["States.Format('{}/{}', $$.Execution.Name, States.ArrayLength($.list))", 'run/2'],
  ['States.UUID()', expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)],
])('%s is computed', async (call, expected) => {
  const input = { n: 2, list: [1, 2], left: { a: 1, b: 2 }, right: { b: 3 } };
  const { value } = await passed({ Parameters: { 'value.$': call } }, input);
  expect(value).toEqual(expected);
});

test('a broken intrinsic call fails with States.IntrinsicFailure, which Catch can take', async () => {
  const aws = givenRegion({ task: () => 1 });
  const Parameters = { FunctionName: 'task', Payload: { 'x.$': 'States.StringToJson($.text)' } };
  const Catch = [{ ErrorEquals: ['States.IntrinsicFailure'], Next: 'Caught' }];
  const arn = await aws.run(
    machineOf({ Only: invoke('task', { Parameters, Catch, Next: 'Caught' }), Caught: { Type: 'Succeed' } }),
    { text: '{' },
  );
  expect(aws.output(arn)).toMatchObject({ Error: 'States.IntrinsicFailure' });
});

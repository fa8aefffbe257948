import { expect, test } from 'vitest';
import { givenRegion, machineOf } from './given-region.ts';

const named = (name: string) => expect.objectContaining({ name });
const simple = machineOf({ Only: { Type: 'Pass', Result: 1, End: true } });

test('creating the same machine twice is one machine, another under its name is refused', () => {
  const aws = givenRegion();
  const arn = aws.machine(simple);
  expect(aws.machine(simple)).toBe(arn);
  expect(() => aws.machine(machineOf({ Only: { Type: 'Succeed' } }))).toThrow(named('StateMachineAlreadyExists'));
  expect(aws.call('DescribeStateMachine', { stateMachineArn: arn })).toMatchObject({
    name: 'machine',
    definition: JSON.stringify(simple),
    status: 'ACTIVE',
    type: 'STANDARD',
    creationDate: expect.any(Date),
  });
  expect(aws.call('ListStateMachines', {})).toMatchObject({ stateMachines: [{ stateMachineArn: arn, name: 'machine' }] });
});

test('a running execution keeps the definition it began with', async () => {
  const aws = givenRegion();
  const definition = (result: string) =>
    machineOf({ Nap: { Type: 'Wait', Seconds: 60, Next: 'End' }, End: { Type: 'Pass', Result: result, End: true } });
  const stateMachineArn = aws.machine(definition('old'));
  const before = aws.start(stateMachineArn, {}, 'before');
  const updated = aws.call('UpdateStateMachine', { stateMachineArn, definition: JSON.stringify(definition('new')) });
  expect(updated).toMatchObject({ updateDate: expect.any(Date), revisionId: expect.any(String) });
  const after = aws.start(stateMachineArn, {}, 'after');
  await aws.untilClosed(before);
  await aws.untilClosed(after);
  expect([aws.output(before), aws.output(after)]).toEqual(['old', 'new']);
});

test('an EXPRESS machine is refused', () => {
  const aws = givenRegion();
  const input = { name: 'fast', type: 'EXPRESS', definition: JSON.stringify(simple), roleArn: 'arn' };
  expect(() => aws.call('CreateStateMachine', input)).toThrow(named('StateMachineTypeNotSupported'));
});

test.each([
  ['no JSON', '{'],
  ['a missing StartAt', { StartAt: 'Nowhere', States: {} }],
  ['a Next to nowhere', machineOf({ Only: { Type: 'Pass', Next: 'Nowhere' } })],
  [
    'a Catch to nowhere in a branch',
    machineOf({
      P: {
        Type: 'Parallel',
        End: true,
        Branches: [
          machineOf({
            T: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              End: true,
              Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Nowhere' }],
            },
          }),
        ],
      },
    }),
  ],
  ['neither Next nor End', machineOf({ Only: { Type: 'Pass' } })],
  ['an unknown Type', machineOf({ Only: { Type: 'Loop', End: true } })],
  ['JSONata', { ...simple, QueryLanguage: 'JSONata' }],
  [
    'a resource that is not modelled',
    machineOf({ Only: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } }),
  ],
  [
    'a distributed Map',
    machineOf({ M: { Type: 'Map', End: true, ItemProcessor: { ...simple, ProcessorConfig: { Mode: 'DISTRIBUTED' } } } }),
  ],
  ['a path nobody reads', machineOf({ Only: { Type: 'Pass', InputPath: '$.a[?(@.b)]', End: true } })],
])('a definition with %s is InvalidDefinition', (_what, definition) => {
  const aws = givenRegion();
  expect(() => aws.machine(definition)).toThrow(named('InvalidDefinition'));
});

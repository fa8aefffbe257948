import { expect, test } from 'vitest';
import { givenRegion, invoke, machineOf } from './given-region.ts';

const text = 'x'.repeat(90_000);
const tooMuch = { status: 'FAILED', error: 'States.DataLimitExceeded' };

test('the input of a Map item above 256 KiB is States.DataLimitExceeded', async () => {
  const aws = givenRegion();
  const ItemSelector = { 'all.$': "States.Format('{}{}{}', $[0], $[0], $[0])" };
  const ItemProcessor = machineOf({ Work: { Type: 'Pass', Result: 'small', End: true } });
  const arn = await aws.run(machineOf({ Each: { Type: 'Map', ItemSelector, ItemProcessor, End: true } }), [text]);
  expect(aws.describe(arn)).toMatchObject(tooMuch);
});

test('the result of a Map above 256 KiB is States.DataLimitExceeded, ResultSelector or not', async () => {
  const aws = givenRegion();
  const ItemSelector = { 'one.$': '$[0]' };
  const ItemProcessor = machineOf({ Work: { Type: 'Pass', End: true } });
  const Each = { Type: 'Map', ItemSelector, ItemProcessor, ResultSelector: { small: true }, End: true };
  expect(aws.describe(await aws.run(machineOf({ Each }), [text, 2, 3]))).toMatchObject(tooMuch);
});

test('the output of a state above 256 KiB is States.DataLimitExceeded', async () => {
  const aws = givenRegion();
  const Parameters = { 'all.$': "States.Format('{}{}{}', $, $, $)" };
  const arn = await aws.run(machineOf({ Grow: { Type: 'Pass', Parameters, End: true } }), text);
  expect(aws.describe(arn)).toMatchObject(tooMuch);
});

test('the result of a Lambda may have 262,144 bytes and no more', async () => {
  const plain = { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:say', ResultPath: null, End: true };
  const outcomes = [];
  for (const length of [262_142, 262_143]) {
    const aws = givenRegion({ say: () => 'x'.repeat(length) });
    outcomes.push(aws.describe(await aws.run(machineOf({ Say: plain }))));
  }
  expect(outcomes).toMatchObject([{ status: 'SUCCEEDED' }, tooMuch]);
});

test('the Parameters of a Task above 256 KiB are States.DataLimitExceeded and reach no Lambda', async () => {
  const aws = givenRegion({ say: () => 1 });
  const Parameters = { FunctionName: 'say', Payload: { 'all.$': "States.Format('{}{}{}', $, $, $)" } };
  const arn = await aws.run(machineOf({ Say: invoke('say', { Parameters }) }), text);
  expect(aws.describe(arn)).toMatchObject(tooMuch);
  expect(aws.invoked).toEqual([]);
});

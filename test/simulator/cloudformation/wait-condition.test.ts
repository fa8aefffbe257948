import { describe, expect, test } from 'vitest';
import { pass, put, step } from './provider-world.ts';
import { create, describe as describeStack, events, refusal, resource, stackStory, stackWorld, update } from './stack-world.ts';

const handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
const condition = (properties: object = {}, handleId = 'Handle') => ({
  Type: 'AWS::CloudFormation::WaitCondition',
  Properties: { Handle: { Ref: handleId }, Timeout: 600, ...properties },
});
const output = { Outputs: { Data: { Value: { 'Fn::GetAtt': ['Wait', 'Data'] } }, Name: { Value: { Ref: 'Wait' } } } };

/** A stack that waits, and a way to signal. */
async function waiting(properties: object = {}) {
  const region = stackWorld();
  const { StackId } = create(region, 'app', { Handle: handle, Wait: condition(properties) }, output);
  await pass(region, 30);
  const url = resource(region, 'app', 'Handle').PhysicalResourceId;
  const signal = (UniqueId: string, Data = '', more: object = {}) =>
    put(region, url, JSON.stringify({ Status: 'SUCCESS', UniqueId, Data, Reason: 'done', ...more }));
  const ends = async () => {
    while (!/_(COMPLETE|FAILED)$/.test(stackStory(region, StackId).at(-1) ?? '')) await step(region);
    const failed = events(region, StackId).find(({ ResourceStatus }) => /^(CREATE|UPDATE)_FAILED$/.test(ResourceStatus));
    return failed?.ResourceStatusReason ?? stackStory(region, StackId).at(-1);
  };
  return { region, StackId, url, signal, ends };
}

describe('a wait condition', () => {
  test('waits for a signal under the URL its handle refers to', async () => {
    const { region, StackId, url, signal, ends } = await waiting();
    const { host, pathname, searchParams } = new URL(url);
    expect(host).toBe('cloudformation-waitcondition-eu-west-1.s3.eu-west-1.amazonaws.com');
    expect(decodeURIComponent(pathname.slice(1))).toBe(`${StackId}/Handle`);
    expect(searchParams.get('X-Amz-Expires')).toBe('86399');
    const shown = { PhysicalResourceId: `${StackId}/Handle`, ResourceStatus: 'CREATE_IN_PROGRESS' };
    expect(resource(region, 'app', 'Wait')).toMatchObject(shown);
    expect(signal('one')).toBe(200);
    expect(await ends()).toBe('CREATE_COMPLETE');
  });
  test('gives the data of its signals by their unique ids', async () => {
    const { region, signal, ends, StackId } = await waiting({ Count: 2 });
    signal('a', 'first');
    signal('b', 'second');
    await ends();
    expect(describeStack(region, 'app').Outputs).toMatchObject([
      { OutputValue: '{"a":"first","b":"second"}' },
      { OutputValue: `${StackId}/Handle` },
    ]);
  });
  test('waits for as many unique ids as it counts; the same id again is a retransmission', async () => {
    const { region, signal, ends } = await waiting({ Count: 2 });
    signal('a', 'first');
    signal('a', 'again');
    await pass(region, 300);
    expect(resource(region, 'app', 'Wait').ResourceStatus).toBe('CREATE_IN_PROGRESS');
    signal('b', 'second');
    await ends();
    expect(describeStack(region, 'app').Outputs?.[0]?.OutputValue).toBe('{"a":"first","b":"second"}');
  });
  test('does not mind a signal after the last one it waited for', async () => {
    const { region, signal, ends } = await waiting();
    signal('a', 'first');
    signal('b', '', { Status: 'FAILURE' });
    expect(await ends()).toBe('CREATE_COMPLETE');
    expect(describeStack(region, 'app').Outputs?.[0]?.OutputValue).toBe('{"a":"first"}');
  });
  test('fails by a FAILURE signal, with its reason', async () => {
    const { signal, ends } = await waiting({ Count: 2 });
    signal('a');
    signal('b', '', { Status: 'FAILURE', Reason: 'no disk' });
    expect(await ends()).toBe("WaitCondition received failed message: 'no disk' for uniqueId: b");
  });
  test.each(['', '{', '[]', '{"Status":"OK","UniqueId":"a"}', '{"Status":"SUCCESS"}'])('fails by the signal %s', async (body) => {
    const { region, url, ends } = await waiting();
    put(region, url, body);
    expect(await ends()).toBe('Unparsable WaitCondition data');
  });
  test('fails when its time is over', async () => {
    const { region, signal, ends } = await waiting({ Timeout: '600', Count: 2 });
    signal('a');
    const before = region.state.now;
    expect(await ends()).toBe('WaitCondition timed out. Received 1 conditions when expecting 2');
    expect(region.state.now - before).toBeGreaterThan(560 * 1000);
  });
  test.each([
    [43_200, 'CREATE_IN_PROGRESS'],
    [43_201, 'CREATE_FAILED'],
    [0, 'CREATE_FAILED'],
    ['soon', 'CREATE_FAILED'],
  ])('with the timeout %s is %s', async (Timeout, status) => {
    const region = stackWorld();
    create(region, 'app', { Handle: handle, Wait: condition({ Timeout }) }, {}, { OnFailure: 'DO_NOTHING' });
    await pass(region, 60);
    expect(resource(region, 'app', 'Wait').ResourceStatus).toBe(status);
  });
  test('does not update', async () => {
    const { region, signal, ends } = await waiting();
    signal('a');
    await ends();
    update(region, 'app', { Handle: handle, Wait: condition({ Timeout: 700 }) }, output);
    expect(await ends()).toBe('Update to resource type AWS::CloudFormation::WaitCondition is not supported.');
    expect(stackStory(region, 'app').at(-1)).toBe('UPDATE_ROLLBACK_COMPLETE');
  });
  test('that is new on an old handle takes the old signals; on a new handle it waits', async () => {
    const { region, signal, ends } = await waiting();
    signal('old', 'x');
    await ends();
    const both = { Handle: handle, Wait: condition() };
    update(region, 'app', { ...both, Again: condition(), Handle2: handle, Fresh: condition({}, 'Handle2') }, output);
    await pass(region, 60);
    expect(resource(region, 'app', 'Again').ResourceStatus).toBe('CREATE_COMPLETE');
    expect(resource(region, 'app', 'Fresh').ResourceStatus).toBe('CREATE_IN_PROGRESS');
  });
  test('hears nobody after its handle’s URL has expired, after a day', async () => {
    const { region, signal } = await waiting({ Timeout: 43_200 });
    region.advanceTo(region.state.now + 86_400 * 1000);
    expect(signal('a')).toBe(403);
  });
  test('needs the URL of a handle', async () => {
    const region = stackWorld();
    create(region, 'app', { Wait: condition({ Handle: 'https://example.com/' }) }, {}, { OnFailure: 'DO_NOTHING' });
    await pass(region, 60);
    expect(resource(region, 'app', 'Wait').ResourceStatus).toBe('CREATE_FAILED');
  });
  test('goes with its stack', async () => {
    const { region, signal, ends } = await waiting();
    signal('a');
    await ends();
    region.call('CloudFormation', 'DeleteStack', { StackName: 'app' });
    expect(await ends()).toBe('DELETE_COMPLETE');
    expect(refusal(() => describeStack(region, 'app'))).toContain('does not exist');
  });
});

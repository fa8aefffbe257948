import { describe, expect, test } from 'vitest';
import { type Asked, answer, bad, pass, providerWorld, thing, token } from './provider-world.ts';
import { create, events, refusal, resource, stackStory, story, update } from './stack-world.ts';

type Reply = (asked: Asked) => object | undefined;

/** A stack with one custom resource of size 1, made; from then on the provider answers as told. */
async function made(reply: Reply = () => ({}), properties: object = { Size: 1 }) {
  const world = providerWorld((asked) => (asked.RequestType === 'Create' ? {} : reply(asked)));
  create(world.region, 'app', { Thing: thing(properties) });
  await world.becomes('app', 'CREATE_COMPLETE');
  const [{ ResourceProperties: before } = { ResourceProperties: {} }] = world.asked;
  return { ...world, before, after: { ...before, Size: '2' } };
}
const failsUpdates: Reply = ({ RequestType }) => (RequestType === 'Update' ? { Status: 'FAILED', Reason: 'no' } : {});
/** An id for every size, as a provider has whose things cannot change. */
const idBySize: Reply = ({ RequestType, ResourceProperties }) =>
  RequestType === 'Update' ? { PhysicalResourceId: `thing-${ResourceProperties.Size}` } : {};

describe('an Update', () => {
  test('carries the physical id, the new and the old properties, and a RequestId of its own', async () => {
    const { region, asked, becomes, before, after } = await made();
    update(region, 'app', { Thing: thing({ Size: 2 }) });
    await becomes('app', 'UPDATE_COMPLETE');
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatchObject({
      RequestType: 'Update',
      PhysicalResourceId: 'thing-1',
      ResourceProperties: after,
      OldResourceProperties: before,
    });
    expect(asked[1]?.RequestId).not.toBe(asked[0]?.RequestId);
  });
  test('is sent only when properties changed: not for another resource, a stack tag, or a number in quotes', async () => {
    const { region, becomes, told } = await made();
    const Other = { Type: 'AWS::Logs::LogGroup' };
    update(region, 'app', { Thing: thing({ Size: '1' }), Other }, {}, { Tags: [{ Key: 'team', Value: 'a' }] });
    await becomes('app', 'UPDATE_COMPLETE');
    expect(told()).toEqual(['Create']);
  });
  test('is sent for a changed property called Tags, which is the provider’s and nobody else’s', async () => {
    const { region, asked, becomes } = await made(() => ({}), { Tags: { a: 1 } });
    update(region, 'app', { Thing: thing({ Tags: { a: 2 } }) });
    await becomes('app', 'UPDATE_COMPLETE');
    expect(asked[1]).toMatchObject({ RequestType: 'Update', ResourceProperties: { Tags: { a: '2' } } });
  });
  test('of another ServiceToken is not allowed, and nobody is asked', async () => {
    const { region, becomes, told } = await made();
    update(region, 'app', { Thing: thing({ ServiceToken: `${token}-2` }) });
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    const failed = events(region, 'app').find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED');
    expect(failed?.ResourceStatusReason).toBe('Modifying service token is not allowed.');
    expect(told()).toEqual(['Create']);
    update(region, 'app', { Thing: thing({ Size: 2 }) });
    await becomes('app', 'UPDATE_COMPLETE');
  });
  test('answered with another physical id is a replacement: the old one is deleted in cleanup with its own properties', async () => {
    const { region, heard, asked, becomes, before, told } = await made((one) =>
      one.RequestType === 'Delete' ? undefined : idBySize(one),
    );
    update(region, 'app', { Thing: thing({ Size: 2 }) });
    const last = await heard(3);
    expect(stackStory(region, 'app').at(-1)).toBe('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    expect(last).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'thing-1', ResourceProperties: before });
    expect(resource(region, 'app', 'Thing')).toMatchObject({ PhysicalResourceId: 'thing-2', ResourceStatus: 'UPDATE_COMPLETE' });
    answer(region, last);
    await becomes('app', 'UPDATE_COMPLETE');
    expect(told()).toEqual(['Create', 'Update thing-1', 'Delete thing-1']);
    expect(asked).toHaveLength(3);
    const reason = 'Requested update required the provider to create a new physical resource';
    expect(
      events(region, 'app')
        .filter(
          ({ LogicalResourceId, Timestamp: _at, ...event }) =>
            LogicalResourceId === 'Thing' && !event.ResourceStatus.startsWith('CREATE'),
        )
        .map(({ PhysicalResourceId, ResourceStatus, ResourceStatusReason = '' }) => [
          PhysicalResourceId,
          ResourceStatus,
          ResourceStatusReason,
        ]),
    ).toEqual([
      ['thing-1', 'UPDATE_IN_PROGRESS', ''],
      ['thing-2', 'UPDATE_IN_PROGRESS', reason],
      ['thing-2', 'UPDATE_COMPLETE', ''],
      ['thing-1', 'DELETE_IN_PROGRESS', ''],
      ['thing-1', 'DELETE_COMPLETE', ''],
    ]);
  });
  test('that removes the resource deletes it in cleanup, where it is still to be seen', async () => {
    const { region, heard, becomes, before } = await made(() => undefined);
    update(region, 'app', { Other: { Type: 'AWS::Logs::LogGroup' } });
    const last = await heard(2);
    expect(last).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'thing-1', ResourceProperties: before });
    expect(stackStory(region, 'app').at(-1)).toBe('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    expect(resource(region, 'app', 'Thing').ResourceStatus).toBe('DELETE_IN_PROGRESS');
    answer(region, last);
    await becomes('app', 'UPDATE_COMPLETE');
    expect(refusal(() => resource(region, 'app', 'Thing'))).toContain('does not exist');
  });
  test('leaves an orphan when the old one’s Delete failed three times', async () => {
    const { region, becomes, told } = await made((one) =>
      one.RequestType === 'Delete' ? { Status: 'FAILED', Reason: 'busy' } : idBySize(one),
    );
    update(region, 'app', { Thing: thing({ Size: 2 }) });
    await becomes('app', 'UPDATE_COMPLETE');
    expect(told().slice(2)).toEqual(Array(3).fill('Delete thing-1'));
  });
});

describe('the rollback of an update', () => {
  const withBad = (size: number) => ({ Thing: thing({ Size: size }), Bad: bad({ DependsOn: 'Thing' }) });

  test('sends an Update with the properties exchanged', async () => {
    const { region, asked, becomes, before, after } = await made();
    update(region, 'app', withBad(2));
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(asked).toHaveLength(3);
    expect(asked[2]).toMatchObject({
      RequestType: 'Update',
      PhysicalResourceId: 'thing-1',
      ResourceProperties: before,
      OldResourceProperties: after,
    });
    expect(asked[2]?.RequestId).not.toBe(asked[1]?.RequestId);
  });
  test('of one that the provider failed does the same', async () => {
    let fails = true;
    const { region, asked, becomes, before, after } = await made(() => {
      const reply = fails ? { Status: 'FAILED', Reason: 'no' } : {};
      fails = false;
      return reply;
    });
    update(region, 'app', { Thing: thing({ Size: 2 }) });
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(asked[2]).toMatchObject({ ResourceProperties: before, OldResourceProperties: after });
  });
  test('after a replacement deletes the new one and asks nothing of the old', async () => {
    const { region, asked, becomes, told, after } = await made(idBySize);
    update(region, 'app', withBad(2));
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(told()).toEqual(['Create', 'Update thing-1', 'Delete thing-2']);
    expect(asked[2]?.ResourceProperties).toEqual(after);
    expect(resource(region, 'app', 'Thing').PhysicalResourceId).toBe('thing-1');
  });
  test('after a replacement first asks for the old one with the knob cloudformation.rollbackAsksReplaced', async () => {
    const { region, asked, becomes, told, before, after } = await made(idBySize);
    region.setKnob('cloudformation.rollbackAsksReplaced', true);
    update(region, 'app', withBad(2));
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(told()).toEqual(['Create', 'Update thing-1', 'Update thing-2', 'Delete thing-2']);
    expect(asked[2]).toMatchObject({ ResourceProperties: before, OldResourceProperties: after });
    expect(resource(region, 'app', 'Thing').PhysicalResourceId).toBe('thing-1');
  });
  test('of one that failed with another physical id deletes that id', async () => {
    const { region, becomes, told } = await made(({ RequestType }) =>
      RequestType === 'Update' ? { Status: 'FAILED', Reason: 'no', PhysicalResourceId: 'half' } : {},
    );
    update(region, 'app', { Thing: thing({ Size: 2 }) });
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(told()).toEqual(['Create', 'Update thing-1', 'Delete half']);
    expect(resource(region, 'app', 'Thing').PhysicalResourceId).toBe('thing-1');
  });
  test('answered with a third physical id deletes the other', async () => {
    let updates = 0;
    const { region, becomes, told } = await made(({ RequestType }) => {
      updates += RequestType === 'Update' ? 1 : 0;
      return updates === 2 && RequestType === 'Update' ? { PhysicalResourceId: 'thing-3' } : {};
    });
    update(region, 'app', withBad(2));
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(told()).toEqual(['Create', 'Update thing-1', 'Update thing-1', 'Delete thing-1']);
    expect(resource(region, 'app', 'Thing').PhysicalResourceId).toBe('thing-3');
  });
  test('after a sibling failed comes while the cancelled Update still runs, whose answer is heard by nobody', async () => {
    const { region, heard, becomes, told } = await made(() => undefined);
    update(region, 'app', { Thing: thing({ Size: 2 }), Slow: { Type: 'AWS::Logs::LogGroup' }, Bad: bad({ DependsOn: 'Slow' }) });
    const [forward, back] = [await heard(2), await heard(3)];
    expect(story(region, 'app')).toContain('Thing UPDATE_FAILED');
    answer(region, forward, { PhysicalResourceId: 'late' });
    await pass(region, 60);
    expect(resource(region, 'app', 'Thing').ResourceStatus).toBe('UPDATE_IN_PROGRESS');
    answer(region, back);
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(told()).toEqual(['Create', 'Update thing-1', 'Update thing-1']);
    expect(resource(region, 'app', 'Thing').PhysicalResourceId).toBe('thing-1');
  });
  test('that the provider fails leaves UPDATE_ROLLBACK_FAILED, and continuing asks anew', async () => {
    let fails = true;
    const { region, becomes, told } = await made((one) => (fails ? failsUpdates(one) : {}));
    update(region, 'app', { Thing: thing({ Size: 2 }) });
    await becomes('app', 'UPDATE_ROLLBACK_FAILED');
    fails = false;
    region.call('CloudFormation', 'ContinueUpdateRollback', { StackName: 'app' });
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(told()).toEqual(['Create', 'Update thing-1', 'Update thing-1', 'Update thing-1']);
  });
  test('deletes a resource that was new in the update', async () => {
    const { region, becomes, told } = await made();
    update(region, 'app', { ...withBad(1), New: thing({ Name: 'n' }), Bad: bad({ DependsOn: 'New' }) });
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(told()).toEqual(['Create', 'Create', 'Delete thing-1']);
    expect(refusal(() => resource(region, 'app', 'New'))).toContain('does not exist');
  });
});

describe('with DisableRollback', () => {
  test('a failed Update is sent again by the next update', async () => {
    let fails = true;
    const { region, becomes, told } = await made((one) => (fails ? failsUpdates(one) : {}));
    update(region, 'app', { Thing: thing({ Size: 2 }) }, {}, { DisableRollback: true });
    await becomes('app', 'UPDATE_FAILED');
    fails = false;
    update(region, 'app', { Thing: thing({ Size: 2 }) }, {}, { DisableRollback: true });
    await becomes('app', 'UPDATE_COMPLETE');
    expect(told()).toEqual(['Create', 'Update thing-1', 'Update thing-1']);
  });
});

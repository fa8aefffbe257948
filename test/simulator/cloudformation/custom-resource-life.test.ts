import { describe, expect, test } from 'vitest';
import type { RegionState } from '../../../simulator/region.ts';
import { answer, bad, pass, providerWorld, step, thing } from './provider-world.ts';
import { create, events, resource, story } from './stack-world.ts';

const madeUp = /^app-Thing-\w{12}$/;
const silence = (requestId: string | undefined) =>
  `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`;

describe('a Create', () => {
  test('shows no physical id until it is answered', async () => {
    const { region, heard, becomes } = providerWorld();
    const { StackId } = create(region, 'app', { Thing: thing() });
    const asked = await heard(1);
    const shown = region.call('CloudFormation', 'DescribeStackResource', { StackName: StackId, LogicalResourceId: 'Thing' });
    expect(shown).toMatchObject({ StackResourceDetail: { ResourceType: 'Custom::Thing', ResourceStatus: 'CREATE_IN_PROGRESS' } });
    expect(resource(region, 'app', 'Thing').PhysicalResourceId).toBeUndefined();
    answer(region, asked, { PhysicalResourceId: 'mine' });
    await becomes('app', 'CREATE_COMPLETE');
    const named = { LogicalResourceId: 'Thing', PhysicalResourceId: 'mine', ResourceStatus: 'CREATE_COMPLETE' };
    for (const [operation, list] of [
      ['DescribeStackResources', 'StackResources'],
      ['ListStackResources', 'StackResourceSummaries'],
    ] as const)
      expect(region.call('CloudFormation', operation, { StackName: 'app' })).toMatchObject({ [list]: [named] });
    expect(events(region, 'app').filter(({ PhysicalResourceId }) => PhysicalResourceId === 'mine')).toMatchObject([
      { ResourceStatus: 'CREATE_IN_PROGRESS', ResourceStatusReason: 'Resource creation Initiated' },
      { ResourceStatus: 'CREATE_COMPLETE' },
    ]);
  });
  test('that failed is deleted by the id of its answer, with its properties', async () => {
    const { region, asked, becomes, told } = providerWorld(({ RequestType }) =>
      RequestType === 'Create' ? { Status: 'FAILED', Reason: 'no', PhysicalResourceId: 'half' } : {},
    );
    create(region, 'app', { Thing: thing({ Size: 1 }) });
    await becomes('app', 'ROLLBACK_COMPLETE');
    expect(told()).toEqual(['Create', 'Delete half']);
    expect(asked[1]?.ResourceProperties).toEqual(asked[0]?.ResourceProperties);
    expect(asked[1]?.RequestId).not.toBe(asked[0]?.RequestId);
  });
  test('that nobody answers fails after its ServiceTimeout; its Delete has an id that was made up', async () => {
    const { region, asked, heard, becomes } = providerWorld(({ RequestType }) => (RequestType === 'Delete' ? {} : undefined));
    create(region, 'app', { Thing: thing({ ServiceTimeout: 120 }) });
    await heard(1);
    await pass(region, 110);
    expect(resource(region, 'app', 'Thing').ResourceStatus).toBe('CREATE_IN_PROGRESS');
    await pass(region, 15);
    const failed = events(region, 'app').find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    expect(failed?.ResourceStatusReason).toBe(silence(asked[0]?.RequestId));
    await becomes('app', 'ROLLBACK_COMPLETE');
    expect(asked[1]).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: expect.stringMatching(madeUp) });
  });
  test('is cancelled when a sibling fails; the Delete has a made-up id, and a later answer is heard by nobody', async () => {
    const { region, asked, heard, becomes } = providerWorld(({ RequestType }) => (RequestType === 'Delete' ? {} : undefined));
    create(region, 'app', {
      Thing: thing(),
      Slow: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Bad: bad({ DependsOn: 'Slow' }),
    });
    const first = await heard(1);
    await becomes('app', 'ROLLBACK_IN_PROGRESS');
    const cancelled = events(region, 'app').find(
      ({ ResourceStatusReason }) => ResourceStatusReason === 'Resource creation cancelled',
    );
    expect(cancelled).toMatchObject({ LogicalResourceId: 'Thing', ResourceStatus: 'CREATE_FAILED' });
    expect(answer(region, first, { PhysicalResourceId: 'real' })).toBe(200);
    await becomes('app', 'ROLLBACK_COMPLETE');
    expect(asked[1]).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: expect.stringMatching(madeUp) });
    expect(events(region, 'app').map(({ PhysicalResourceId }) => PhysicalResourceId)).not.toContain('real');
  });
  test('is cancelled by DeleteStack', async () => {
    const { region, heard, becomes, told } = providerWorld(({ RequestType }) => (RequestType === 'Delete' ? {} : undefined));
    const { StackId } = create(region, 'app', { Thing: thing() });
    await heard(1);
    region.call('CloudFormation', 'DeleteStack', { StackName: 'app' });
    await becomes(StackId, 'DELETE_COMPLETE');
    expect(told()).toEqual(['Create', expect.stringMatching(/^Delete app-Thing-\w{12}$/)]);
  });
  test('of a DO_NOTHING stack stands still, and its Delete comes with DeleteStack', async () => {
    const { region, becomes, told } = providerWorld(({ RequestType }) =>
      RequestType === 'Create' ? { Status: 'FAILED', Reason: 'no' } : {},
    );
    const { StackId } = create(region, 'app', { Thing: thing() }, {}, { OnFailure: 'DO_NOTHING' });
    await becomes('app', 'CREATE_FAILED');
    await pass(region, 60);
    expect(told()).toEqual(['Create']);
    region.call('CloudFormation', 'DeleteStack', { StackName: 'app' });
    await becomes(StackId, 'DELETE_COMPLETE');
    expect(told()).toEqual(['Create', 'Delete thing-1']);
  });
});

describe('a Delete', () => {
  const made = async (reply: Parameters<typeof providerWorld>[0]) => {
    const world = providerWorld((asked) => (asked.RequestType === 'Create' ? {} : reply?.(asked)));
    const { StackId } = create(world.region, 'app', { Thing: thing({ ServiceTimeout: 60 }) });
    await world.becomes('app', 'CREATE_COMPLETE');
    const remove = (more: object = {}) => world.region.call('CloudFormation', 'DeleteStack', { StackName: 'app', ...more });
    remove();
    return { ...world, StackId, remove };
  };
  test('carries id and properties, and shows the resource in DELETE_IN_PROGRESS until it is answered', async () => {
    const { region, heard, becomes, StackId } = await made(() => undefined);
    const asked = await heard(2);
    expect(asked).toMatchObject({
      RequestType: 'Delete',
      PhysicalResourceId: 'thing-1',
      ResourceProperties: { ServiceTimeout: '60' },
    });
    expect(asked).not.toHaveProperty('OldResourceProperties');
    expect(resource(region, 'app', 'Thing')).toMatchObject({
      PhysicalResourceId: 'thing-1',
      ResourceStatus: 'DELETE_IN_PROGRESS',
    });
    answer(region, asked, { PhysicalResourceId: 'whatever' });
    await becomes(StackId, 'DELETE_COMPLETE');
  });
  test('that nobody answers, or that fails, leaves DELETE_FAILED; DeleteStack again asks anew', async () => {
    let replies: (object | undefined)[] = [undefined, { Status: 'FAILED', Reason: 'busy' }, {}];
    const { region, asked, becomes, remove, StackId } = await made(() => {
      const [next, ...rest] = replies;
      replies = rest;
      return next;
    });
    await becomes('app', 'DELETE_FAILED');
    const reasons = () =>
      events(region, StackId)
        .filter(({ ResourceStatus, LogicalResourceId }) => ResourceStatus === 'DELETE_FAILED' && LogicalResourceId === 'Thing')
        .map(({ ResourceStatusReason }) => ResourceStatusReason);
    expect(reasons()).toEqual([silence(asked[1]?.RequestId)]);
    remove();
    await becomes('app', 'DELETE_IN_PROGRESS');
    await becomes('app', 'DELETE_FAILED');
    expect(reasons()[1]).toContain('Message returned: busy');
    remove();
    await becomes(StackId, 'DELETE_COMPLETE');
    expect(new Set(asked.map(({ RequestId }) => RequestId)).size).toBe(4);
  });
  test('is not asked of what RetainResources or DeletionPolicy keep', async () => {
    const { becomes, remove, StackId, told } = await made(() => ({ Status: 'FAILED', Reason: 'no' }));
    await becomes('app', 'DELETE_FAILED');
    remove({ RetainResources: ['Thing'] });
    await becomes(StackId, 'DELETE_COMPLETE');
    expect(told()).toEqual(['Create', 'Delete thing-1']);
    const other = providerWorld(() => ({}));
    const kept = create(other.region, 'app', { Thing: thing({}, { DeletionPolicy: 'Retain' }) });
    await other.becomes('app', 'CREATE_COMPLETE');
    other.region.call('CloudFormation', 'DeleteStack', { StackName: 'app' });
    await other.becomes(kept.StackId, 'DELETE_COMPLETE');
    expect(other.told()).toEqual(['Create']);
  });
  test('in a rollback that fails leaves ROLLBACK_FAILED', async () => {
    const { region, becomes } = providerWorld(() => ({ Status: 'FAILED', Reason: 'no' }));
    create(region, 'app', { Thing: thing() });
    await becomes('app', 'ROLLBACK_FAILED');
    expect(story(region, 'app')).toContain('Thing DELETE_FAILED');
  });
});

test('a region with a custom resource, re-made from its state between any two timers, comes to the same end', async () => {
  const run = async (restart: boolean) => {
    const reply = ({ RequestType }: { RequestType: string }) => (RequestType === 'Update' ? undefined : {});
    let world = providerWorld(reply, { seed: 7 });
    create(world.region, 'app', { Thing: thing({ ServiceTimeout: 300 }), Bad: bad({ DependsOn: 'Thing' }) });
    for (;;) {
      while (world.region.running() > 0) await step(world.region);
      if (restart) world = providerWorld(reply, { state: JSON.parse(JSON.stringify(world.region.state)) as RegionState });
      if (!world.region.fireNext()) return JSON.stringify(world.region.state);
    }
  };
  expect(await run(true)).toBe(await run(false));
});

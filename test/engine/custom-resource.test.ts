import { describe, expect, it } from 'vitest';
import { sha256 } from '../../domain/hash.ts';
import { inventory } from '../../simulator/inventory.ts';
import { sampled } from '../support/sampled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { environments, failingAfter, parentStack, requestsOf, wrongAnswers } from './support-parent.ts';

const web = { image: 'nginx:1.27', port: 80 };
const spec = { services: { web: { ...web, desiredCount: 2 } } };
const smaller = { services: { web } };
const broken = { services: { web: { ...web, image: 'nginx:no-such-tag' } } };
const attribute = (name: string) => ({ 'Fn::GetAtt': ['Shop', name] });

const readyOf = (one: object) => `Ready${sha256(JSON.stringify(one)).slice(0, 8)}`;

/** Everything that stands although no environment does, once AWS has had its time. */
async function orphans(world: TestWorld) {
  await world.passes(10);
  const { 'AWS::CloudFormation::Stack': stacks = 0, ...rest } = inventory(world.region);
  return Object.entries({ ...rest, 'AWS::CloudFormation::Stack': stacks }).filter(([, count]) => count > 0);
}
async function given(...[parent]: Parameters<ReturnType<typeof parentStack>['begin']>) {
  const world = await givenWorld();
  const stack = parentStack(world);
  stack.begin(parent);
  await stack.settled();
  expect(stack.status()).toBe('CREATE_COMPLETE');
  return { world, stack };
}
async function expectGone(world: TestWorld, stack: ReturnType<typeof parentStack>, status = 'DELETE_COMPLETE') {
  expect(stack.status()).toBe(status);
  await world.passes(40);
  expect(await environments(world)).toEqual({});
  expect(wrongAnswers(world)).toEqual([]);
}

describe('a stack', () => {
  it('makes an environment, reads what it is, changes it in place and takes it away', async () => {
    const { world, stack } = await given({
      spec,
      outputs: { Id: attribute('EnvironmentId'), Cluster: attribute('ClusterName'), Arn: attribute('ServiceArns.web') },
    });
    const made = await world.environment('shop');
    expect(made).toMatchObject({ status: 'AVAILABLE', revision: 1 });
    const { clusterName, services } = made.outputs ?? {};
    expect(stack.outputs()).toEqual({ Id: 'shop', Cluster: clusterName, Arn: services?.web?.arn });

    stack.beginUpdate({ spec: smaller });
    await stack.settled();
    expect(stack.status()).toBe('UPDATE_COMPLETE');
    expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE', revision: 2 });

    stack.beginDelete();
    await stack.settled();
    await expectGone(world, stack);
    expect(await orphans(world)).toEqual([]);
  });

  it('whose sibling fails while the environment is made leaves none', async () => {
    const world = await givenWorld();
    const stack = parentStack(world);
    stack.begin({ spec, others: failingAfter(120) });
    await stack.settled();
    expect(stack.status()).toBe('ROLLBACK_COMPLETE');

    stack.beginDelete();
    await stack.settled();
    await expectGone(world, stack);
    expect(await orphans(world)).toEqual([]);
  });

  it('that gives it another name replaces it', async () => {
    const { world, stack } = await given({ spec });

    stack.beginUpdate({ name: 'market', spec });
    await stack.settled();

    expect(stack.status()).toBe('UPDATE_COMPLETE');
    expect(await environments(world)).toEqual({ market: 'AVAILABLE' });
    stack.beginDelete();
    await stack.settled();
    await expectGone(world, stack);
  });

  // Whether CloudFormation asks a replacement to become what it was before it deletes it, is written nowhere.
  describe.each(sampled([false, true], 2))('that gives it another name, rolled back with an Update first: %s', (asked) => {
    it.each([
      ['with which it fails', { name: 'market', spec: broken }],
      ['while its sibling fails', { name: 'market', spec, others: failingAfter(120) }],
      ['before its sibling fails', { name: 'market', spec, others: failingAfter(1800) }],
    ])('%s keeps the old one alone', async (_when, update) => {
      const { world, stack } = await given({ spec });
      world.region.setKnob('cloudformation.rollbackAsksReplaced', asked);

      stack.beginUpdate(update);
      await stack.settled();
      await world.passes(60);

      expect(stack.status()).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(await environments(world)).toEqual({ shop: 'AVAILABLE' });
      expect(wrongAnswers(world)).toEqual([]);
    });
  });

  it('whose update cannot work rolls back, says why, and what served goes on', async () => {
    const { world, stack } = await given({ spec });
    const before = (await world.environment('shop')).outputs;

    stack.beginUpdate({ spec: broken });
    await stack.settled();

    expect(stack.status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.reasons().join()).toMatch(/no-such-tag/);
    expect((await world.environment('shop')).outputs).toEqual(before);
    expect(wrongAnswers(world)).toEqual([]);
  });

  it('whose sibling fails while it changes goes back to what was', async () => {
    const { world, stack } = await given({ spec });

    stack.beginUpdate({ spec: smaller, others: failingAfter(90) });
    await stack.settled();
    await world.passes(60);

    expect(stack.status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE', spec });
    expect(wrongAnswers(world)).toEqual([]);
  });

  it('whose environment cannot be made says why and leaves nothing', async () => {
    const world = await givenWorld();
    const stack = parentStack(world);
    stack.begin({ spec: broken });
    await stack.settled();

    expect(stack.status()).toBe('ROLLBACK_COMPLETE');
    expect(stack.reasons().join()).toMatch(/no-such-tag/);
    stack.beginDelete();
    await stack.settled();
    await expectGone(world, stack);
    expect(await orphans(world)).toEqual([]);
  });

  it('whose spec cannot work is told every finding, and nothing is begun', async () => {
    const world = await givenWorld();
    const stack = parentStack(world);
    stack.begin({ spec: { services: { web: { ...web, cpu: 300, port: 99_999 } } } as never });
    await stack.settled();

    expect(stack.status()).toBe('ROLLBACK_COMPLETE');
    expect(stack.reasons().join()).toMatch(/SPEC_REFUSED: \/services\/web\/\w+ .*\/services\/web\/\w+ /);
    const { operations } = (await world.request<{ operations: object[] }>('GET', '/operations')).body;
    expect(operations).toEqual([]);
    expect(wrongAnswers(world)).toEqual([]);
  });

  it('all of whose requests come twice is as if they came once', async () => {
    const world = await givenWorld();
    world.region.setKnob('lambda.doubled', true);
    const stack = parentStack(world);
    stack.begin({ spec });
    await stack.settled();
    expect(stack.status()).toBe('CREATE_COMPLETE');
    stack.beginUpdate({ spec: smaller });
    await stack.settled();
    expect(stack.status()).toBe('UPDATE_COMPLETE');
    expect(await world.environment('shop')).toMatchObject({ revision: 2 });
    stack.beginDelete();
    await stack.settled();
    await expectGone(world, stack);
  });

  it('whose answers cannot be sent for ten minutes gets them then', async () => {
    const world = await givenWorld();
    const stack = parentStack(world);
    world.region.setKnob('cloudformation.responses.unreachable', true);
    stack.begin({ spec });
    await world.until(async () => (await world.environment('shop')).status === 'AVAILABLE');
    await world.passes(10);
    expect(stack.status()).toBe('CREATE_IN_PROGRESS');
    world.region.setKnob('cloudformation.responses.unreachable', undefined);
    await stack.settled(3);
    expect(stack.status()).toBe('CREATE_COMPLETE');
    expect(wrongAnswers(world)).toEqual([]);
  });

  it('is answered within two seconds of the truth', async () => {
    const world = await givenWorld();
    const stack = parentStack(world);
    stack.begin({ spec });
    await stack.settled();
    const [last] = (await world.request<{ operations: { id: string }[] }>('GET', '/operations')).body.operations;
    const operation = await world.operation(last?.id ?? '');
    const [request] = await requestsOf(world, stack);
    const late = Date.parse(request?.answeredAt ?? '') - Date.parse(operation.endedAt ?? '');
    expect(late / 1000).toBeGreaterThanOrEqual(0);
    expect(late / 1000).toBeLessThan(2);
  });
});

describe('the hour', () => {
  it('is kept by what takes longer: FAILED in time, undone afterwards, and the Delete joins that', async () => {
    const world = await givenWorld();
    world.region.setKnob('codebuild.accountLimit', 0);
    const stack = parentStack(world);
    const from = world.region.state.now;
    // No builder for as long as a build may wait, and the cleaning up of all that was made beside it.
    stack.begin({ spec });
    await stack.settled(60);
    const [told] = await requestsOf(world, stack);

    expect(stack.status()).toBe('ROLLBACK_COMPLETE');
    expect(stack.reasons().join()).toMatch(/took longer than CloudFormation waits/);
    expect((Date.parse(told?.answeredAt ?? '') - from) / 60_000).toBeLessThan(42);
    expect((world.region.state.now - from) / 60_000).toBeLessThan(60);
    expect(wrongAnswers(world)).toEqual([]);
    expect(await environments(world)).toEqual({});
    expect(await orphans(world)).toEqual([expect.arrayContaining(['AWS::CloudFormation::Stack', 1])]);
  });

  it('does not bind a stack that waits by a condition', async () => {
    const world = await givenWorld();
    world.region.setKnob('codebuild.accountLimit', 0);
    const stack = parentStack(world);
    stack.begin({ spec, timeout: '1200', waits: 7200, outputs: { Told: { 'Fn::GetAtt': [readyOf(spec), 'Data'] } } });
    await world.passes(22);
    expect(stack.status()).toBe('CREATE_IN_PROGRESS');
    world.region.setKnob('codebuild.accountLimit', undefined);
    await stack.settled(90);

    expect(stack.status()).toBe('CREATE_COMPLETE');
    const { outputs } = await world.environment('shop');
    const [data = '{}'] = Object.values(JSON.parse(stack.outputs().Told ?? '{}') as Record<string, string>);
    expect(JSON.parse(data)).toMatchObject({ EnvironmentId: 'shop', ClusterName: outputs?.clusterName });

    stack.beginUpdate({ spec: broken, timeout: '1200', waits: 7200 });
    await stack.settled();
    expect(stack.status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    await world.passes(60);
    expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE', spec });

    stack.beginDelete();
    await stack.settled();
    await expectGone(world, stack);
  });
});

describe('an environment', () => {
  it('of a stack is not changed by REST, and may be run again', async () => {
    const { world, stack } = await given({ spec });

    for (const [method, path, body] of [
      ['PUT', '', smaller],
      ['PATCH', '', { services: { web: { desiredCount: 1 } } }],
      ['DELETE', '', undefined],
      ['POST', '/rollback', {}],
    ] as const)
      expect((await world.request(method as string, `/environments/shop${path}`, body)).body, method).toMatchObject({
        status: 403,
        code: 'OWNED_BY_STACK',
      });
    const restart = await world.request<{ operation: string }>('POST', '/environments/shop/restart');
    expect(restart.status).toBe(202);

    // While it is at work the stack waits its turn.
    stack.beginUpdate({ spec: smaller });
    await stack.settled();
    expect(stack.status()).toBe('UPDATE_COMPLETE');
    expect(await world.operation(restart.body.operation)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await world.environment('shop')).toMatchObject({ revision: 3, spec: smaller });
  });

  it('of a stack that is protected stays until that is lifted, by REST too: its stack can only be deleted by then', async () => {
    const { world, stack } = await given({ spec: { ...spec, protected: true } });

    stack.beginDelete();
    await stack.settled();
    expect(stack.status()).toBe('DELETE_FAILED');
    expect(stack.reasons().join()).toMatch(/ENVIRONMENT_PROTECTED/);
    expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE' });

    const patch = (body: object) =>
      world.request<{ operation: string }>('PATCH', '/environments/shop', body, {
        'content-type': 'application/merge-patch+json',
      });
    expect((await patch({ protected: false, tags: { team: 'mine' } })).status).toBe(403);
    const lifted = await patch({ protected: false });
    expect(lifted.status).toBe(202);
    await world.ended(lifted.body.operation);
    stack.beginDelete();
    await stack.settled();
    await expectGone(world, stack);
  });

  it('of a stack is not begun while everything is frozen, and the stack is told by whom', async () => {
    const world = await givenWorld();
    await world.request('PUT', '/freeze', { scope: 'everything', reason: 'the great sale' });
    const stack = parentStack(world);
    stack.begin({ spec });
    await stack.settled();

    expect(stack.status()).toBe('ROLLBACK_COMPLETE');
    expect(stack.reasons().join()).toMatch(/the great sale/);
    expect(await environments(world)).toEqual({});
  });

  it('made by REST is not changed by a stack, and outlives it', async () => {
    const world = await givenWorld();
    await world.ended(await world.put('shop', smaller));
    const stack = parentStack(world);
    stack.begin({ spec });
    await stack.settled();

    expect(stack.status()).toBe('ROLLBACK_COMPLETE');
    expect(stack.reasons().join()).toMatch(/NOT_OWNED_BY_STACK: shop exists/);
    stack.beginDelete();
    await stack.settled();
    expect(stack.status()).toBe('DELETE_COMPLETE');
    expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE', revision: 1, spec: smaller });
  });
});

it('a failed change under an id CloudFormation has made up takes away nothing that was there before', async () => {
  const { world, stack } = await given({ spec });
  const [stackId = '', logicalId = ''] = stack.actor().split('|');
  stack.beginUpdate({ spec: smaller });
  await world.passes(0.2);

  await world.invoke('Provider', {
    RequestType: 'Update',
    StackId: stackId,
    RequestId: 'under-another-id',
    LogicalResourceId: logicalId,
    PhysicalResourceId: 'parent-Shop-1ABCDEFGHIJKL',
    ResourceType: 'Custom::Environment',
    ResponseURL: `https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/${encodeURIComponent(`${stackId}|${logicalId}|under-another-id`)}?X`,
    ResourceProperties: { Name: 'shop', Spec: broken },
  });
  await stack.settled();
  await world.passes(90);

  expect((await requestsOf(world, stack)).find(({ requestId }) => requestId === 'under-another-id')).toMatchObject({
    succeeded: false,
  });
  expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE', spec });
});

describe('an event CloudFormation did not send', () => {
  it.each([
    ['about a stack that rests', (event: object) => event],
    ['to change it', (event: object) => ({ ...event, RequestType: 'Update' })],
    ['about a resource there is not', (event: object) => ({ ...event, LogicalResourceId: 'Other' })],
    ['whose answer would go elsewhere', (event: object) => ({ ...event, ResponseURL: 'https://example.com/x' })],
  ])('%s changes nothing and is not answered', async (_what, forged) => {
    const { world, stack } = await given({ spec });
    const [stackId = '', logicalId = ''] = stack.actor().split('|');
    const url = (id: string) =>
      `https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/${encodeURIComponent(`${stackId}|${id}|forged`)}?X`;
    const event = forged({
      RequestType: 'Delete',
      StackId: stackId,
      RequestId: 'forged',
      LogicalResourceId: logicalId,
      PhysicalResourceId: stack.physicalId(),
      ResourceType: 'Custom::Environment',
      ResponseURL: url(logicalId),
      ResourceProperties: { Name: 'shop', Spec: smaller },
    });
    const before = await world.environment('shop');

    await world.invoke('Provider', event).catch(() => {});
    await world.passes(30);

    expect(await world.environment('shop')).toEqual(before);
    expect(wrongAnswers(world)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { environments, failingAfter, parentStack, wrongAnswers } from './support-parent.ts';

const web = { image: 'nginx:1.27', port: 80 };
const spec = { services: { web } };
const other = { services: { web: { ...web, variables: { COLOUR: 'green' } } } };
const broken = { services: { web: { ...web, image: 'nginx:no-such-tag' } } };

type Stack = ReturnType<typeof parentStack>;
async function given(...parent: Parameters<Stack['begin']>) {
  const world = await givenWorld();
  const stack = parentStack(world);
  stack.begin(...parent);
  await stack.settled();
  return { world, stack };
}
async function updated(stack: Stack, ...to: Parameters<Stack['beginUpdate']>) {
  stack.beginUpdate(...to);
  await stack.settled();
  return stack.status();
}
async function deleted(stack: Stack, options: object = {}) {
  stack.beginDelete(options);
  await stack.settled();
  return stack.status();
}
/** Everything has had its time, and this is what is left. */
async function left(world: TestWorld) {
  await world.passes(40);
  expect(wrongAnswers(world)).toEqual([]);
  return environments(world);
}

describe('a resource that has had an environment of that name before', () => {
  it('leaves none when it is added again beside a sibling that fails', async () => {
    const { world, stack } = await given({ spec });
    expect(await updated(stack, { spec, bare: true })).toBe('UPDATE_COMPLETE');

    expect(await updated(stack, { spec, others: failingAfter(120) })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(await left(world)).toEqual({});
  });

  it('leaves none when it is made at the second attempt, beside a sibling that fails', async () => {
    const { world, stack } = await given({ spec, bare: true });
    expect(await updated(stack, { spec: broken })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(await updated(stack, { spec, others: failingAfter(120) })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(await left(world)).toEqual({});
  });

  it('keeps the one it has when going back to the first name fails', async () => {
    const { world, stack } = await given({ spec });
    expect(await updated(stack, { name: 'market', spec })).toBe('UPDATE_COMPLETE');

    expect(await updated(stack, { name: 'shop', spec, others: failingAfter(120) })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(await left(world)).toEqual({ market: 'AVAILABLE' });
    expect(await deleted(stack)).toBe('DELETE_COMPLETE');
    expect(await left(world)).toEqual({});
  });

  it('keeps what it makes at the second attempt, while the first is cleared away', async () => {
    const { world, stack } = await given({ spec: broken }, { DisableRollback: true });
    expect(stack.status()).toBe('CREATE_FAILED');

    expect(await updated(stack, { spec }, { DisableRollback: true })).toBe('UPDATE_COMPLETE');

    expect(await left(world)).toEqual({ shop: 'AVAILABLE' });
    expect(await deleted(stack)).toBe('DELETE_COMPLETE');
    expect(await left(world)).toEqual({});
  });
});

describe('what CloudFormation has turned away from', () => {
  /** The provider is down for the first so many seconds. */
  const downFor = async (seconds: number, ...parent: Parameters<Stack['begin']>) => {
    let from: number | undefined;
    const world: TestWorld = await givenWorld({
      around: async (name, _payload, run) => {
        from ??= name === 'Provider' ? world.region.state.now : undefined;
        if (name === 'Provider' && world.region.state.now < (from ?? 0) + seconds * 1000) throw new Error('down');
        return run();
      },
    });
    const stack = parentStack(world);
    stack.begin(...parent);
    return { world, stack };
  };

  it('is not begun by an event that comes after the one that turned away', async () => {
    // The Create is heard at its second delivery, a minute later; by then the Delete has been sent.
    const { world, stack } = await downFor(20, { spec, others: failingAfter(30) });
    await stack.settled();

    expect(await left(world)).toEqual({});
    expect(await deleted(stack)).toBe('DELETE_COMPLETE');
    expect(await left(world)).toEqual({});
  });

  it('is not begun by a request that had to wait', async () => {
    const { world, stack } = await given({ spec });
    const restart = await world.request<{ operation: string }>('POST', '/environments/shop/restart');
    await world.request('DELETE', '/environments/shop');

    stack.beginUpdate({ spec: other, others: failingAfter(20) });
    await stack.settled();

    expect(stack.status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    await world.ended(restart.body.operation);
    expect(await left(world)).toEqual({ shop: 'AVAILABLE' });
    expect(await world.environment('shop')).toMatchObject({ spec });
  });

  it('does not begin when its turn comes after its time', async () => {
    const { world, stack } = await given({ spec });
    world.region.setKnob('codebuild.accountLimit', 0);
    const rebuild = await world.request<{ operation: string }>('POST', '/environments/shop/rebuild');

    expect(await updated(stack, { spec: other, timeout: '300' }, { DisableRollback: true })).toBe('UPDATE_FAILED');
    world.region.setKnob('codebuild.accountLimit', undefined);
    await world.ended(rebuild.body.operation);

    expect(await left(world)).toEqual({ shop: 'AVAILABLE' });
    expect(await world.environment('shop')).toMatchObject({ spec });
  });
});

describe('an environment its stack has let go', () => {
  const remove = (world: TestWorld, name: string) =>
    world.request<{ operation: string; code?: string }>('DELETE', `/environments/${name}`);

  it('by its policy is changed and removed by REST', async () => {
    const { world, stack } = await given({ spec, policy: 'Retain' });
    expect((await remove(world, 'shop')).body.code).toBe('OWNED_BY_STACK');
    expect(await deleted(stack)).toBe('DELETE_COMPLETE');

    expect(await world.ended(await world.put('shop', other))).toMatchObject({ status: 'SUCCEEDED' });
    await world.ended((await remove(world, 'shop')).body.operation);

    expect(await left(world)).toEqual({});
  });

  it('and that REST has changed since is nobody’s but theirs', async () => {
    const { world, stack } = await given({ spec: { ...spec, protected: true } });
    expect(await updated(stack, { name: 'market', spec })).toBe('UPDATE_COMPLETE');

    expect(await world.ended(await world.put('shop', other))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await updated(stack, { name: 'market', spec: other })).toBe('UPDATE_COMPLETE');
    expect(await deleted(stack)).toBe('DELETE_COMPLETE');

    expect(await left(world)).toEqual({ shop: 'AVAILABLE' });
    expect(await world.environment('shop')).toMatchObject({ createdBy: 'arn:aws:iam::111122223333:user/ada', spec: other });
  });

  it('because it was protected when another took its place goes by REST, or with the stack', async () => {
    for (const door of ['rest', 'stack']) {
      const { world, stack } = await given({ spec: { ...spec, protected: true } });
      expect(await updated(stack, { name: 'market', spec })).toBe('UPDATE_COMPLETE');
      expect(await environments(world)).toEqual({ shop: 'AVAILABLE', market: 'AVAILABLE' });
      const lifted = await world.request<{ operation: string }>(
        'PATCH',
        '/environments/shop',
        { protected: false },
        { 'content-type': 'application/merge-patch+json' },
      );
      await world.ended(lifted.body.operation);

      if (door === 'rest') await world.ended((await remove(world, 'shop')).body.operation);
      expect(await deleted(stack)).toBe('DELETE_COMPLETE');

      expect(await left(world)).toEqual({});
    }
  });
});

it('a Delete waits while everything is frozen', async () => {
  const { world, stack } = await given({ spec });
  await world.request('PUT', '/freeze', { scope: 'everything', reason: 'the great sale' });
  stack.beginDelete();
  await world.passes(20);
  expect(stack.status()).toBe('DELETE_IN_PROGRESS');
  await world.request('DELETE', '/freeze');
  await stack.settled();

  expect(stack.status()).toBe('DELETE_COMPLETE');
  expect(await left(world)).toEqual({});
});

it('a Delete that waits behind an operation which gets stuck is carried out', async () => {
  const world = await givenWorld();
  const stack = parentStack(world);
  stack.begin({ spec, others: failingAfter(120) });
  const subnets = () => (world.region.call('EC2', 'DescribeSubnets', {}) as { Subnets: { SubnetId: string }[] }).Subnets;
  await world.until(() => subnets().length > 0);
  // Somebody else's interface keeps the network from going, until after the create has given up.
  const theirs = world.region.call('EC2', 'CreateNetworkInterface', { SubnetId: subnets()[0]?.SubnetId }) as object;
  await world.until(async () => (await world.environment('shop')).status === 'DELETING');
  world.region.call('EC2', 'DeleteNetworkInterface', theirs);
  await stack.settled();

  expect(stack.status()).toBe('ROLLBACK_COMPLETE');
  expect(await left(world)).toEqual({});
  const { operations } = (await world.request<{ operations: { kind: string; status: string }[] }>('GET', '/operations')).body;
  expect(operations.map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual(['CREATE FAILED', 'DELETE SUCCEEDED']);
});

it('what is made at last, for a stack that had waited by a condition in vain, goes with the stack', async () => {
  const world = await givenWorld();
  world.region.setKnob('codebuild.accountLimit', 0);
  const stack = parentStack(world);
  stack.begin({ spec, waits: 1200 }, { DisableRollback: true });
  await stack.settled();
  expect(stack.status()).toBe('CREATE_FAILED');
  stack.beginUpdate({ spec: other, waits: 7200 }, { DisableRollback: true });
  await world.passes(2);
  world.region.setKnob('codebuild.accountLimit', undefined);
  await stack.settled();
  expect(stack.status()).toBe('UPDATE_COMPLETE');
  expect(await environments(world)).toEqual({ shop: 'AVAILABLE' });

  expect(await deleted(stack)).toBe('DELETE_COMPLETE');
  expect(await left(world)).toEqual({});
});

describe('a handle that has been used', () => {
  it('lets the stack be complete only when it is true', async () => {
    const { world, stack } = await given({ spec, waits: 7200, mark: 'same' });
    expect(stack.status()).toBe('CREATE_COMPLETE');

    expect(await updated(stack, { spec: other, waits: 7200, mark: 'same' })).toBe('UPDATE_COMPLETE');
    expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE', spec: other });

    expect(await updated(stack, { spec: broken, waits: 7200, mark: 'same' })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE', spec: other });
  });

  it('by a request that failed is as good as new', async () => {
    const world = await givenWorld();
    await world.request('PUT', '/freeze', { scope: 'everything', reason: 'the great sale' });
    const stack = parentStack(world);
    stack.begin({ spec, waits: 7200, mark: 'same' }, { DisableRollback: true });
    await stack.settled();
    expect(stack.status()).toBe('CREATE_FAILED');
    await world.request('DELETE', '/freeze');

    expect(await updated(stack, { spec, waits: 7200, mark: 'same' }, { DisableRollback: true })).toBe('UPDATE_COMPLETE');
    expect(await left(world)).toEqual({ shop: 'AVAILABLE' });
  });

  it('lets a rollback be complete only when what was is there again', async () => {
    const { world, stack } = await given({ spec, waits: 7200 });
    expect(await updated(stack, { spec: other, waits: 7200, others: failingAfter(600) })).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE', spec });
  });
});

describe('when CloudFormation cannot be asked', () => {
  const denying = async (minutes: number) => {
    let from: number | undefined;
    const world: TestWorld = await givenWorld({
      hook: {
        before: ({ operation }) => {
          if (operation !== 'DescribeStackResource') return;
          from ??= world.region.state.now;
          if (world.region.state.now < from + minutes * 60_000)
            throw Object.assign(new Error('not now'), { name: 'AccessDenied' });
        },
      },
    });
    const stack = parentStack(world);
    stack.begin({ spec });
    await stack.settled();
    return { world, stack };
  };

  it('for some minutes, a request is served after that', async () => {
    const { world, stack } = await denying(8);
    expect(stack.status()).toBe('CREATE_COMPLETE');
    expect(await left(world)).toEqual({ shop: 'AVAILABLE' });
  });

  it('for most of the hour, it is told before CloudFormation gives up', async () => {
    const { world, stack } = await denying(50);
    expect(stack.status()).toBe('ROLLBACK_COMPLETE');
    expect(stack.reasons().join()).toMatch(/could not be begun/);
    expect(await left(world)).toEqual({});
  });
});

it('a ServiceTimeout too short to answer in is a fault of the template', async () => {
  const { world, stack } = await given({ spec, timeout: '60' });
  expect(stack.status()).toBe('ROLLBACK_COMPLETE');
  expect(stack.reasons().join()).toMatch(/ServiceTimeout is 60 seconds/);
  expect(await left(world)).toEqual({});
});

import { describe, expect, it } from 'vitest';
import type { OperationView } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { inventory } from '../../simulator/inventory.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld } from '../support/world.ts';
import { begunAfterTheFence, inFlight } from './support-facts.ts';
import { endedWatched, serves, templates } from './support-standing.ts';

const { custom = {}, stock = {} } = demoSpec.services;
const withStock = (service: object): Spec => ({ ...demoSpec, services: { custom, stock: { ...stock, ...service } } });
const without: Spec = { ...demoSpec, builds: {}, services: { stock } };

async function givenServing(spec: Spec = demoSpec) {
  const world = await givenWorld();
  expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  await world.passes(5);
  return world;
}

describe('an update', () => {
  it('of a variable serves it, and the same request again changes nothing', async () => {
    const world = await givenServing();
    const spec = withStock({ variables: { COLOUR: 'blue' } });

    const { operation, missed } = await endedWatched(world, await world.put('hello', spec));

    expect(operation).toMatchObject({ kind: 'UPDATE', status: 'SUCCEEDED' });
    expect(missed).toEqual([]);
    expect(serves(world).flatMap(({ variables }) => variables)).toEqual([{ name: 'COLOUR', value: 'blue' }]);
    expect((await world.request('PUT', '/environments/hello', spec)).status).toBe(200);
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 2 });
    expect(await unsettled(world)).toEqual([]);
  });

  it('that removes a service takes nothing from it while it runs, and leaves nothing of it but its image', async () => {
    const world = await givenServing();

    const { operation, missed } = await endedWatched(world, await world.put('hello', without));
    await world.passes(5);

    expect(operation.status).toBe('SUCCEEDED');
    expect(missed).toEqual([]);
    expect(serves(world)).toHaveLength(1);
    expect(inventory(world.region)).toMatchObject({
      'AWS::ECS::Service': 1,
      'AWS::ECS::Task (running)': 1,
      'AWS::ECR::Repository': 2,
      'AWS::IAM::Role': 3,
      'AWS::Logs::LogGroup': 1,
    });
    expect(operation.attempts.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['foundation+contract', 'registry+contract']),
    );
  });

  it('that makes no image any more leaves those there are and no role to make others, and one that does makes it again', async () => {
    const world = await givenServing();
    const bare: Spec = { ...demoSpec, builds: {}, services: { stock: { ...stock, mirror: false } } };

    const there = await endedWatched(world, await world.put('hello', bare));

    expect(there).toMatchObject({ operation: { status: 'SUCCEEDED' }, missed: [] });
    expect(templates(world)['moorage-hello-registry']).toMatch(/^Repository\w+,Repository\w+ /);
    expect(inventory(world.region)['AWS::ECR::Repository']).toBe(2);
    const back = await endedWatched(world, await world.put('hello', demoSpec));
    expect(back).toMatchObject({ operation: { status: 'SUCCEEDED' }, missed: [] });
    expect(await unsettled(world)).toEqual([]);
  });

  it('that adds a service leaves the others running as they are', async () => {
    const world = await givenServing(without);
    const before = serves(world);

    const { operation, missed } = await endedWatched(world, await world.put('hello', demoSpec));

    expect(operation.status).toBe('SUCCEEDED');
    expect(missed).toEqual([]);
    expect(serves(world)).toEqual(expect.arrayContaining(before));
    expect(await unsettled(world)).toEqual([]);
  });
});

const failing: readonly (readonly [string, Spec, string])[] = [
  ['an image nobody has', withStock({ image: 'nginx:does-not-exist' }), 'IMAGE_NOT_FOUND'],
  ['a container that ends at once', withStock({ image: 'acme/crashes:1' }), 'CONTAINER_EXITED'],
  ['a command that ends at once', withStock({ command: ['sh', '-c', 'exit 3'] }), 'CONTAINER_EXITED'],
  [
    'an image that is not there, and a service less',
    { ...without, services: { stock: { image: 'nginx:nope' } } },
    'IMAGE_NOT_FOUND',
  ],
  [
    'a container that ends at once, and a service less',
    { ...without, services: { stock: { image: 'acme/crashes:1' } } },
    'CONTAINER_EXITED',
  ],
];

describe('a failing update', () => {
  it('is followed by the spec that serves, sent again, as if nothing had been', async () => {
    const world = await givenServing();
    const before = serves(world);
    await world.ended(await world.put('hello', withStock({ image: 'acme/crashes:1' })));

    expect(await world.ended(await world.put('hello', demoSpec))).toMatchObject({ status: 'SUCCEEDED' });
    expect(serves(world)).toEqual(before);
    expect(await unsettled(world)).toEqual([]);
  });

  it.each(failing)('with %s leaves what served serving as it was', async (_, spec, code) => {
    const world = await givenServing();
    const before = { serves: serves(world), templates: templates(world), environment: await world.environment('hello') };

    const { operation, missed } = await endedWatched(world, await world.put('hello', spec));

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code } });
    expect(missed).toEqual([]);
    expect(begunAfterTheFence(operation)).toEqual([]);
    expect(inFlight(world)).toEqual([]);
    expect(await unsettled(world)).toEqual([]);
    expect(serves(world)).toEqual(before.serves);
    expect(templates(world)).toEqual(before.templates);
    const after = await world.environment('hello');
    expect(after).toMatchObject({ status: 'AVAILABLE', revision: 1, lastFailure: { operation: operation.id, code } });
    expect([after.spec, after.outputs]).toEqual([before.environment.spec, before.environment.outputs]);
    expect(await world.ended(await world.put('hello', withStock({ variables: { A: 'b' } })))).toMatchObject({
      status: 'SUCCEEDED',
    });
  });
});

const moments: readonly (readonly [string, (operation: OperationView) => boolean])[] = [
  ['at once', () => true],
  ...['foundation', 'registry', 'services'].map(
    (subject) =>
      [
        `when ${subject} is being updated`,
        ({ attempts }: OperationView) => attempts.some((one) => one.subject === subject),
      ] as const,
  ),
  [
    'when the services have moved',
    ({ attempts }) => attempts.some((one) => one.subject === 'services' && one.outcome === 'DONE'),
  ],
];

describe('an update that changes and removes', () => {
  it.each(moments)('cancelled %s goes back to what served', async (_, moment) => {
    const world = await givenServing();
    const before = { digests: serves(world).map(({ digests }) => digests), templates: templates(world) };
    const id = await world.put('hello', { ...without, services: { stock: { ...stock, variables: { COLOUR: 'blue' } } } });
    await world.until(async () => moment(await world.operation(id)));

    await world.request('POST', `/operations/${id}/cancel`, {});
    const { operation, missed } = await endedWatched(world, id);

    expect(operation.status).toBe('CANCELLED');
    expect(missed).toEqual([]);
    expect(begunAfterTheFence(operation)).toEqual([]);
    expect(inFlight(world)).toEqual([]);
    expect(await unsettled(world)).toEqual([]);
    expect(serves(world).map(({ digests }) => digests)).toEqual(before.digests);
    expect(templates(world)).toEqual(before.templates);
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1 });
  });

  it.each(['foundation+contract', 'registry+contract'])(
    'stopped when %s is being updated is too late to go back: what it moved to serves',
    async (subject) => {
      const world = await givenServing();
      const spec: Spec = { ...without, services: { stock: { ...stock, variables: { COLOUR: 'blue' } } } };
      const id = await world.put('hello', spec);
      await world.until(async () => (await world.operation(id)).attempts.some((one) => one.subject === subject));

      const { region, settings } = world;
      const { executions } = region.call('SFN', 'ListExecutions', {
        stateMachineArn: settings.DEPLOY_MACHINE,
        statusFilter: 'RUNNING',
      }) as { executions: { executionArn: string }[] };
      for (const { executionArn } of executions) region.call('SFN', 'StopExecution', { executionArn });
      const { operation, missed } = await endedWatched(world, id);

      expect(operation.status).toBe('FAILED');
      expect([missed, begunAfterTheFence(operation), inFlight(world)]).toEqual([[], [], []]);
      expect(serves(world).map(({ variables, digests }) => [variables, digests.length])).toEqual([
        [[{ name: 'COLOUR', value: 'blue' }], 1],
      ]);
      const environment = await world.environment('hello');
      expect(environment).toMatchObject({ status: 'AVAILABLE', revision: 2, spec });
      expect(environment.lastFailure?.sentence).toContain('The services had moved already: revision 2 serves.');
      // And the way on is open in both directions.
      const next = await endedWatched(world, await world.put('hello', without));
      expect(next).toMatchObject({ operation: { status: 'SUCCEEDED' }, missed: [] });
      expect(inventory(world.region)).toMatchObject({ 'AWS::ECR::Repository': 2, 'AWS::Logs::LogGroup': 1 });
      const back = await endedWatched(world, await world.put('hello', demoSpec));
      expect(back).toMatchObject({ operation: { status: 'SUCCEEDED' }, missed: [] });
      expect(await unsettled(world)).toEqual([]);
    },
  );
});

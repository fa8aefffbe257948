import { expect, it } from 'vitest';
import type { Accepted, OperationPage } from '../../schemas/gen/api.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { everyDeath } from '../support/every-death.ts';
import type { TestWorld } from '../support/world.ts';

const { custom = {}, stock = {} } = demoSpec.services;
const coloured = (colour: string) => ({ ...demoSpec, services: { custom, stock: { ...stock, variables: { COLOUR: colour } } } });

const serving = async (world: TestWorld) => {
  await world.ended(await world.put('hello', demoSpec));
};

/** An update that another one supersedes, which a third does before it begins, and a rebuild that is asked for while they are at it. */
const queue = async (world: TestWorld) => {
  await world.request('PUT', '/environments/hello', coloured('green'), { 'idempotency-key': 'first' });
  const superseding = (colour: string) =>
    world.request<Accepted>('PUT', '/environments/hello?supersede=true', coloured(colour), { 'idempotency-key': colour });
  await superseding('yellow');
  const { body } = await superseding('blue');
  const Detail = JSON.stringify({ id: 'once', environments: ['hello'], reason: 'a new base' });
  const event = { EventBusName: 'moorage', Source: 'acme.ci', DetailType: 'Rebuild Requested', Detail };
  world.region.call('EventBridge', 'PutEvents', { Entries: [event] });
  const { status } = await world.ended(body.operation);
  const rebuilds = async () =>
    (await world.request<OperationPage>('GET', '/operations?environment=hello')).body.operations.filter(
      ({ kind }) => kind === 'REBUILD',
    );
  let polls = 0;
  await world.until(async () => {
    polls += 1;
    return polls % 20 === 0 && (await rebuilds()).some((one) => /SUCCEEDED|FAILED|CANCELLED/.test(one.status));
  });
  const ended = (await rebuilds()).map((one) => one.status).join();
  const displaced = await world.ended((await superseding('yellow')).body.operation);
  if (displaced.status !== 'CANCELLED') throw new Error(`the one in between is ${displaced.status}`);
  const { effective } = await world.environment('hello');
  const colour = JSON.stringify(effective).includes('blue');
  if (status !== 'SUCCEEDED' || ended !== 'SUCCEEDED' || !colour) throw new Error(`${status}, rebuilds ${ended}, blue ${colour}`);
};

it.each(['before', 'after'] as const)(
  'a process killed %s an SDK call, with one operation behind another and a rebuild behind both, loses none and doubles none',
  { timeout: 600_000 },
  async (moment) => {
    const { calls, fatal } = await everyDeath(moment, queue, serving, 151);

    expect(calls).toBeGreaterThan(100);
    expect(fatal).toEqual([]);
  },
);

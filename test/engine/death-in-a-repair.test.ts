import { expect, it } from 'vitest';
import type { Accepted } from '../../schemas/gen/api.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { everyDeath } from '../support/every-death.ts';
import type { TestWorld } from '../support/world.ts';

/** It served, and somebody deleted the services' stack. */
const broken = async (world: TestWorld) => {
  await world.ended(await world.put('hello', demoSpec));
  const StackName = 'moorage-hello-services';
  world.region.call('CloudFormation', 'DeleteStack', { StackName });
  await world.passes(10);
};
const repair = async (world: TestWorld) => {
  const headers = { 'idempotency-key': 'once' };
  const { body } = await world.request<Accepted>('POST', '/environments/hello/repair', undefined, headers);
  const { status } = await world.ended(body.operation);
  const { revision } = await world.environment('hello');
  if (status !== 'SUCCEEDED' || revision !== 2) throw new Error(`${status}, and revision ${revision} serves`);
};

it.each(['before', 'after'] as const)(
  'a process killed %s an SDK call of a repair leaves an environment that is whole',
  { timeout: 600_000 },
  async (moment) => {
    const { calls, fatal } = await everyDeath(moment, repair, broken);

    expect(calls).toBeGreaterThan(100);
    expect(fatal).toEqual([]);
  },
);

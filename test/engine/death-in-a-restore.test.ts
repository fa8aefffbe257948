import { expect, it } from 'vitest';
import type { RepairReport } from '../../schemas/gen/api.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { emptyTable } from '../support/empty-table.ts';
import { throughDeath } from '../support/mortal-world.ts';
import { sampled } from '../support/sampled.ts';
import { unsettled } from '../support/unsettled.ts';
import type { TestWorld } from '../support/world.ts';

/** It served, and somebody emptied the table. */
const emptied = async (world: TestWorld) => {
  await world.ended(await world.put('hello', demoSpec));
  await emptyTable(world);
};
const restored = async (world: TestWorld) => {
  const { body } = await world.request<RepairReport>('POST', '/repairs', { from: 'stacks' });
  if (!body.environments.every(({ status }) => status === 'AVAILABLE')) throw new Error(JSON.stringify(body));
};

it.each(['before', 'after'] as const)(
  'a process killed %s an SDK call of a restore leaves what the next one finishes',
  async (moment) => {
    const { calls } = await throughDeath(undefined, restored, emptied);
    expect(calls).toBeGreaterThan(10);
    for (const call of sampled(
      Array.from({ length: calls }, (_, index) => index + 1),
      6,
    )) {
      const { world, at } = await throughDeath({ call, moment }, restored, emptied);
      expect(await world.environment('hello'), at).toMatchObject({ status: 'AVAILABLE', revision: 1, spec: demoSpec });
      expect((await world.request('PUT', '/environments/hello', demoSpec)).status, at).toBe(200);
      expect(await unsettled(world), at).toEqual([]);
    }
  },
  300_000,
);

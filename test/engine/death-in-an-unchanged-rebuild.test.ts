import { expect, it } from 'vitest';
import { demoSpec } from '../support/demo-spec.ts';
import { everyDeath } from '../support/every-death.ts';
import { sampled } from '../support/sampled.ts';
import type { TestWorld } from '../support/world.ts';
import { saysUnchanged, triggered } from './support-rebuild.ts';

const serving = async (world: TestWorld) => {
  await world.ended(await world.put('hello', demoSpec));
};
const rebuild = async (world: TestWorld) => {
  const rebuilt = await triggered(world, 'once');
  const { revision } = await world.environment('hello');
  if (rebuilt.status !== 'SUCCEEDED' || !saysUnchanged(rebuilt) || revision !== 1)
    throw new Error(`${rebuilt.status}, and revision ${revision} serves`);
};

it.each(sampled(['before', 'after'] as const, 2, 1))(
  'a process killed %s an SDK call of a rebuild that finds nothing to make moves nothing',
  { timeout: 600_000 },
  async (moment) => {
    const { calls, fatal } = await everyDeath(moment, rebuild, serving);

    expect(calls).toBeGreaterThan(50);
    expect(fatal).toEqual([]);
  },
);

import { expect, it } from 'vitest';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { everyDeath } from '../support/every-death.ts';
import type { TestWorld } from '../support/world.ts';

const changed: Spec = {
  ...demoSpec,
  services: { ...demoSpec.services, stock: { image: 'nginx:1.28', port: 80, variables: { LOG_LEVEL: 'debug' } } },
};
const standing = async (world: TestWorld) => {
  await world.ended(await world.put('hello', demoSpec));
};
const update = async (world: TestWorld) => {
  const { status } = await world.ended(await world.put('hello', changed, { 'idempotency-key': 'once' }));
  const { revision } = await world.environment('hello');
  if (revision !== (status === 'SUCCEEDED' ? 2 : 1)) throw new Error(`${status}, and revision ${revision} serves`);
};

it.each(['before', 'after'] as const)(
  'a process killed %s an SDK call of an update leaves one revision serving, whole',
  { timeout: 600_000 },
  async (moment) => {
    const { calls, fatal } = await everyDeath(moment, update, standing);

    expect(calls).toBeGreaterThan(100);
    expect(fatal).toEqual([]);
  },
);

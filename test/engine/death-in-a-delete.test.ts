import { expect, it } from 'vitest';
import type { Accepted } from '../../schemas/gen/api.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { everyDeath } from '../support/every-death.ts';
import type { TestWorld } from '../support/world.ts';

const standing = async (world: TestWorld) => {
  await world.ended(await world.put('hello', demoSpec));
};
const removal = async (world: TestWorld) => {
  const answer = await world.request<Accepted>('DELETE', '/environments/hello', undefined, { 'idempotency-key': 'once' });
  if (answer.status === 202) await world.ended(answer.body.operation);
};

it.each(['before', 'after'] as const)(
  'a process killed %s an SDK call of a delete leaves nothing behind',
  { timeout: 600_000 },
  async (moment) => {
    const { calls, fatal } = await everyDeath(moment, removal, standing);

    expect(calls).toBeGreaterThan(40);
    expect(fatal).toEqual([]);
  },
);

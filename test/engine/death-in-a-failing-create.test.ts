import { expect, it } from 'vitest';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { everyDeath } from '../support/every-death.ts';

const broken: Spec = { ...demoSpec, services: { ...demoSpec.services, stock: { image: 'nginx:does-not-exist', port: 80 } } };

it.each(['before', 'after'] as const)(
  'a process killed %s an SDK call of a create whose build fails leaves nothing behind',
  { timeout: 600_000 },
  async (moment) => {
    const { calls, fatal } = await everyDeath(moment, async (world) => {
      const operation = await world.put('hello', broken, { 'idempotency-key': 'once' });
      await world.ended(operation);
    });

    expect(calls).toBeGreaterThan(100);
    expect(fatal).toEqual([]);
  },
);

import { expect, it } from 'vitest';
import { demoSpec } from '../support/demo-spec.ts';
import { everyDeath } from '../support/every-death.ts';

it('a process killed before an SDK call of a create leaves it AVAILABLE or cleanly FAILED', { timeout: 600_000 }, async () => {
  const { calls, fatal } = await everyDeath('before', async (world) => {
    // The caller does what callers do when a connection breaks: the same request again, with the same key.
    const operation = await world.put('hello', demoSpec, { 'idempotency-key': 'once' });
    await world.ended(operation);
  });

  expect(calls).toBeGreaterThan(100);
  expect(fatal).toEqual([]);
});

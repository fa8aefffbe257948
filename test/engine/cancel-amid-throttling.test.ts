import { expect, it } from 'vitest';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld } from '../support/world.ts';
import { inFlight } from './support-facts.ts';

// The SDK's own back-off is real time: once is enough, and of all tests in full only.
it('with a CloudFormation that throttles every fifth call a cancelled create leaves nothing', { timeout: 120_000 }, async () => {
  const world = await givenWorld();
  world.region.setKnob('cloudformation.throttle', 0.2);
  const id = await world.put('hello', demoSpec);
  await world.until(async () =>
    (await world.operation(id)).phases.some(({ phase, status }) => phase === 'SERVICES' && status === 'RUNNING'),
  );

  await world.request('POST', `/operations/${id}/cancel`, { reason: 'changed my mind' });

  expect(await world.ended(id)).toMatchObject({ status: 'CANCELLED' });
  expect(inFlight(world)).toEqual([]);
  expect(await unsettled(world)).toEqual([]);
});

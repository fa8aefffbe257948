import { describe, expect, it } from 'vitest';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const removed = async (world: TestWorld) => {
  const { body } = await world.request<{ operation: string }>('DELETE', '/environments/hello');
  return world.ended(body.operation);
};

describe.each([
  ['lost', { 'events.lost': true }],
  ['doubled', { 'events.doubled': true }],
  ['shuffled', { 'events.shuffled': true }],
  ['doubled and shuffled', { 'events.doubled': true, 'events.shuffled': true }],
  ['late by ten minutes', { 'events.late': 600 }],
] as const)('when every event is %s', (_name, knobs) => {
  it('a create and a delete end as they would', async () => {
    const world = await givenWorld();
    for (const [name, value] of Object.entries(knobs)) world.region.setKnob(name, value);

    const created = await world.ended(await world.put('hello', demoSpec));

    expect(created.status).toBe('SUCCEEDED');
    expect(await unsettled(world)).toEqual([]);

    expect((await removed(world)).status).toBe('SUCCEEDED');
    expect(await unsettled(world)).toEqual([]);
  });
});

it('events of an earlier operation that arrive in a later one open nothing', async () => {
  // The create's events come ten minutes late: into the update that follows it.
  const world = await givenWorld();
  world.region.setKnob('events.late', 600);
  await world.ended(await world.put('hello', demoSpec));
  world.region.setKnob('events.late', undefined);

  const updated = await world.ended(
    await world.put('hello', { ...demoSpec, services: { ...demoSpec.services, stock: { image: 'nginx:1.28', port: 80 } } }),
  );

  expect(updated.status).toBe('SUCCEEDED');
  const { outputs } = await world.environment('hello');
  const built = updated.attempts.filter(({ action }) => action === 'build');
  expect(built.every(({ outcome }) => outcome === 'DONE')).toBe(true);
  expect(outputs?.services.stock?.image).toContain('@sha256:');
  expect(await unsettled(world)).toEqual([]);
});

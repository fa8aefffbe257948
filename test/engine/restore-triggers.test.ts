import { describe, expect, it } from 'vitest';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { withoutRecord } from '../support/without-record.ts';
import { dockerHubSecret, givenWorld, type TestWorld } from '../support/world.ts';
import { givenBase, pushBase } from './support-base.ts';
import { restore } from './support-restore.ts';
import { following, givenServing, rotate, told, web } from './support-triggers.ts';

const hours = (count: number) => count * 60;
const isThere = async (world: TestWorld) => (await world.request('GET', '/environments/hello')).status === 200;

/** The table is lost, and restored from the stacks. */
async function restored(before: TestWorld) {
  const world = await withoutRecord(before);
  expect((await restore(world)).environments).toMatchObject([{ outcome: 'RESTORED', status: 'AVAILABLE' }]);
  return world;
}

describe('an environment restored from its stacks', () => {
  it('follows its base image and its secret, also after the next update', async () => {
    const reading = { ...following.services?.web, secrets: { HUB: dockerHubSecret } };
    const spec: Spec = { rebuild: { onBaseImagePush: true, onSecretRotation: true }, services: { web: reading } };
    const before = await givenServing(spec, givenBase);
    await before.ended(await before.put('hello', { ...spec, protected: true }));
    const world = await restored(before);

    pushBase(world, 'second');
    await world.passes(20);
    rotate(world, '2026-11-01T03:00:00Z');
    await world.passes(20);
    await world.ended(await world.put('hello', spec));
    pushBase(world, 'third');
    await world.passes(20);

    expect(await told(world)).toEqual([
      ['REBUILD', 'base image', 'SUCCEEDED'],
      ['RESTART', 'secret', 'SUCCEEDED'],
      ['UPDATE', 'request', 'SUCCEEDED'],
      ['REBUILD', 'base image', 'SUCCEEDED'],
    ]);
  });

  it('follows what the revision follows that serves, where another one had failed', async () => {
    const before = await givenServing(following, givenBase);
    await before.ended(await before.put('hello', { services: { web: { image: 'acme/crashes:1' } } }));
    const world = await restored(before);

    pushBase(world, 'second');
    await world.passes(20);

    expect(await told(world)).toEqual([['REBUILD', 'base image', 'SUCCEEDED']]);
  });

  it('is rebuilt on its schedule', async () => {
    const world = await restored(await givenServing({ rebuild: { schedule: 'rate(1 hour)' }, services: { web } }));

    await world.passes(75);

    expect(await told(world)).toEqual([['REBUILD', 'schedule', 'SUCCEEDED']]);
  });

  it('lives as long as it would have, counted from the newest request and not from what came by itself', async () => {
    const reading = { ...web, secrets: { HUB: dockerHubSecret } };
    const before = await givenServing({
      ttl: '4h',
      rebuild: { onSecretRotation: true },
      services: { web: reading },
    });
    await before.passes(hours(2));
    rotate(before, '2026-11-01T03:00:00Z');
    await before.passes(hours(0.5));
    expect((await told(before)).at(-1)).toEqual(['RESTART', 'secret', 'SUCCEEDED']);
    const world = await restored(before);

    await world.passes(hours(1));
    expect(await isThere(world)).toBe(true);

    await world.passes(hours(1));
    expect(await told(world)).toEqual([['DELETE', 'ttl', 'SUCCEEDED']]);
    expect(await isThere(world)).toBe(false);
  });

  it('has nobody behind it who waited when the record was kept, and remembers nothing', async () => {
    let planning: (() => Promise<void>) | undefined;
    const before = await givenWorld({
      hook: {
        before: async ({ operation }) => {
          if (operation !== 'PutObject') return;
          const first = planning;
          planning = undefined;
          await first?.();
        },
      },
    });
    await before.ended(await before.put('hello', { services: { web } }));
    const coloured = (COLOUR: string): Spec => ({ services: { web: { ...web, variables: { COLOUR } } } });
    planning = async () => {
      const asked = { source: 'acme.ci', 'detail-type': 'Rebuild Requested', id: '1', detail: { environments: ['hello'] } };
      await before.invoke('Trigger', asked);
      await before.request('PUT', '/environments/hello?supersede=true', coloured('green'));
    };
    await before.put('hello', coloured('blue'));
    await before.until(async () => planning === undefined && (await before.environment('hello')).next !== undefined);
    const world = await restored(before);

    const { status, revision, next, remembered } = await world.environment('hello');
    expect({ status, revision, next, remembered }).toEqual({ status: 'AVAILABLE', revision: 1 });
    const updated = await world.ended(await world.put('hello', coloured('red')));
    await world.passes(10);
    expect(updated.status).toBe('SUCCEEDED');
    expect(await told(world)).toEqual([['UPDATE', 'request', 'SUCCEEDED']]);
  });
});

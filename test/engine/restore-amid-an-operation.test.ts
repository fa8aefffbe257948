import { describe, expect, it } from 'vitest';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { withoutRecord } from '../support/without-record.ts';
import { givenWorld } from '../support/world.ts';
import { blue, givenServing, livesOn, reaches, remove, repair, restore, statusOf, without } from './support-restore.ts';
import { serves, templates } from './support-standing.ts';

describe('a record that was lost, restored from the stacks', () => {
  it.each(['FOUNDATION', 'SERVICES'])('in a create that was in %s is STUCK, and a repair brings it about', async (phase) => {
    const before = await givenWorld();
    const id = await before.put('hello', demoSpec);
    await reaches(before, id, phase);
    await before.passes(0.3);
    const world = await withoutRecord(before);

    expect((await restore(world)).environments).toMatchObject([{ outcome: 'RESTORED', status: 'STUCK', revision: 1 }]);

    const { spec, stuck } = await world.environment('hello');
    expect([spec, stuck?.includes(`operation ${id}`), stuck?.includes('POST /environments/hello/repair')]).toEqual([
      demoSpec,
      true,
      true,
    ]);
    expect(await statusOf(world, await repair(world))).toBe('SUCCEEDED');
    await livesOn(world);
  });

  it('in a create is STUCK, and a DELETE takes everything away', async () => {
    const before = await givenWorld();
    await reaches(before, await before.put('hello', demoSpec), 'SERVICES');
    const world = await withoutRecord(before);
    // What was called in the last moment may not be shown yet.
    await world.passes(0.1);
    await restore(world);

    expect(await statusOf(world, await remove(world))).toBe('SUCCEEDED');
    expect(await unsettled(world)).toEqual([]);
  });

  it('in an update whose services move is STUCK, and a repair brings back what served', async () => {
    const before = await givenServing(demoSpec);
    const served = serves(before).map(({ variables, digests }) => ({ variables, digests }));
    const id = await before.put('hello', blue);
    await before.until(async () =>
      (await before.operation(id)).attempts.some(({ subject, action }) => subject === 'services' && action === 'update'),
    );
    await before.passes(0.1);
    const world = await withoutRecord(before);

    expect((await restore(world)).environments).toMatchObject([{ status: 'STUCK', revision: 1 }]);

    expect(await statusOf(world, await repair(world))).toBe('SUCCEEDED');
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 3, spec: demoSpec });
    expect(serves(world).map(({ variables, digests }) => ({ variables, digests }))).toEqual(served);
    await livesOn(world);
  });

  it('in an update that only has to take something away is what serves, and the same spec takes it away', async () => {
    const before = await givenServing(demoSpec);
    const id = await before.put('hello', without);
    await before.until(async () =>
      (await before.operation(id)).attempts.some(({ subject, outcome }) => subject === 'services' && outcome === 'DONE'),
    );
    const world = await withoutRecord(before);
    const [found] = (await restore(world)).environments;

    expect(found).toMatchObject({ outcome: 'RESTORED', status: 'AVAILABLE', revision: 2 });
    expect(found?.sentence).toContain('still stands');
    expect((await world.ended(await world.put('hello', without))).status).toBe('SUCCEEDED');
    expect((await world.request('PUT', '/environments/hello', without)).status).toBe(200);
  });

  it('in a DELETE is STUCK, and the DELETE can be sent again', async () => {
    const before = await givenServing(demoSpec);
    const { body } = await remove(before);
    await before.until(() => Object.keys(templates(before)).length < 3);
    const world = await withoutRecord(before);

    expect((await restore(world)).environments).toMatchObject([{ name: 'hello', status: 'STUCK' }]);
    expect(body.kind).toBe('DELETE');
    expect(await statusOf(world, await remove(world))).toBe('SUCCEEDED');
    expect(await unsettled(world)).toEqual([]);
  });
});

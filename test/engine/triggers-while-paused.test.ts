import { describe, expect, it } from 'vitest';
import type { Accepted, WavePage } from '../../schemas/gen/api.types.ts';
import { dockerHubSecret, type TestWorld } from '../support/world.ts';
import { baseImage, givenBase, pushBase } from './support-base.ts';
import { serves } from './support-standing.ts';
import { following, givenServing, operations, rotate, told, web } from './support-triggers.ts';

describe('what would begin by itself while it is paused', () => {
  const pause = async (world: TestWorld, paused: boolean) =>
    (await world.request<Accepted>('PATCH', '/environments/hello', { paused })).body.operation;
  const broughtAbout = async (world: TestWorld, id: string) => expect((await world.ended(id)).status).toBe('SUCCEEDED');

  it('is remembered once, and done as soon as it has woken', async () => {
    const world = await givenServing(following, givenBase);
    const before = serves(world);
    await broughtAbout(world, await pause(world, true));

    for (const push of ['second', 'third']) pushBase(world, push);
    await world.passes(20);
    expect((await told(world)).map(([kind]) => kind)).toEqual(['CREATE', 'UPDATE']);
    expect(await world.environment('hello')).toMatchObject({
      status: 'PAUSED',
      remembered: [{ kind: 'REBUILD', why: expect.stringContaining(`${baseImage} was pushed`) }],
    });
    const { waves } = (await world.request<WavePage>('GET', '/waves?status=DONE')).body;
    expect(waves.map(({ done }) => done)).toEqual(waves.map(() => ({ hello: 'remembered until it wakes' })));

    await broughtAbout(world, await pause(world, false));
    await world.passes(20);

    const [, , , rebuild, ...rest] = await operations(world);
    expect([rebuild?.kind, rebuild?.trigger, rebuild?.status, rest]).toEqual(['REBUILD', 'base image', 'SUCCEEDED', []]);
    expect(rebuild?.timeline.map(({ text }) => text).join()).toContain(`${baseImage} was pushed as sha256:`);
    expect(serves(world)[0]?.digests).not.toEqual(before[0]?.digests);
    expect((await world.environment('hello')).remembered).toBeUndefined();
  });

  it('is remembered also when it came while it was being paused', async () => {
    const world = await givenServing(following, givenBase);
    const pausing = await pause(world, true);
    pushBase(world, 'second');
    await broughtAbout(world, pausing);
    await world.passes(20);
    expect((await told(world)).map(([kind]) => kind)).toEqual(['CREATE', 'UPDATE']);

    await broughtAbout(world, await pause(world, false));
    await world.passes(20);

    expect((await told(world)).at(-1)).toEqual(['REBUILD', 'base image', 'SUCCEEDED']);
  });

  it('is not done where waking does it anyway: tasks that start read the rotated secret', async () => {
    const secrets = { HUB: dockerHubSecret };
    const world = await givenServing({ rebuild: { onSecretRotation: true }, services: { web: { ...web, secrets } } });
    const pausing = await pause(world, true);
    rotate(world, '2026-11-01T03:00:00Z');
    await broughtAbout(world, pausing);
    rotate(world, '2026-11-01T04:00:00Z');
    await world.passes(20);
    const { waves } = (await world.request<WavePage>('GET', '/waves?status=DONE')).body;
    expect(waves.at(0)?.done).toEqual({ hello: 'it is PAUSED: whoever wakes it starts new tasks' });

    await broughtAbout(world, await pause(world, false));
    await world.passes(20);

    expect((await told(world)).map(([kind]) => kind)).toEqual(['CREATE', 'UPDATE', 'UPDATE']);
  });
});

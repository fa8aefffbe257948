import { describe, expect, it } from 'vitest';
import type { RevisionPage } from '../../schemas/gen/api.types.ts';
import { eventEar } from '../support/event-ear.ts';
import { givenWorld } from '../support/world.ts';
import {
  asked,
  both,
  built,
  digests,
  givenServing,
  rebuilds,
  saysUnchanged,
  standing,
  triggered,
  upstream,
  web,
} from './support-rebuild.ts';
import { offering } from './support-sources.ts';

describe('a rebuild nobody asked for by hand, of what has not changed', () => {
  it('moves nothing night after night, and says why', async () => {
    const world = await givenServing({ ...both, rebuild: { schedule: 'rate(1 hour)' } });
    const before = standing(world);

    await world.passes(135);

    const nights = await rebuilds(world);
    expect(nights.map(({ trigger, status }) => [trigger, status])).toEqual([
      ['schedule', 'SUCCEEDED'],
      ['schedule', 'SUCCEEDED'],
    ]);
    expect(nights.map(built)).toEqual(nights.map(() => ['unchanged', 'unchanged']));
    expect(nights.map(saysUnchanged)).toEqual(
      nights.map(
        () =>
          'nothing has changed: every base image has the digest that serves, and every source is the same; revision 1 goes on serving',
      ),
    );
    expect(standing(world)).toEqual(before);
  }, 60_000);

  it('leaves the environment as it was: revision, history, what failed last, and the same spec is nothing to do', async () => {
    const world = await givenServing(both);
    const broken = { ...both, services: { ...both.services, web: { ...web, image: 'acme/crashes:1' } } };
    expect((await asked(world, 'PUT', '', broken)).status).toBe('FAILED');
    const seen = async () => {
      // When somebody last held its lock is all there is to see.
      const { updatedAt: _, ...environment } = await world.environment('hello');
      return [environment, (await world.request('GET', '/environments/hello/revisions')).body];
    };
    const before = await seen();

    expect(saysUnchanged(await triggered(world, 'one'))).toBeDefined();

    expect(await seen()).toEqual(before);

    expect((await asked(world, 'PUT', '', both)).status).toBe('SUCCEEDED');
    expect(saysUnchanged(await triggered(world, 'two'))).toBeDefined();
    expect(await world.request('PUT', '/environments/hello', both)).toMatchObject({ status: 200, headers: { etag: '"4"' } });
  });

  it('pushes nothing out of what can be gone back to', async () => {
    const world = await givenServing({ services: { web } });
    const [first] = digests(world);
    upstream(world, 2);
    await triggered(world, 'changed');
    for (let night = 0; night < 6; night += 1) {
      world.region.advanceTo(world.region.state.now + 25 * 60 * 60_000);
      expect(saysUnchanged(await triggered(world, `night ${night}`))).toBeDefined();
    }
    const { revisions } = (await world.request<RevisionPage>('GET', '/environments/hello/revisions')).body;
    expect(revisions.map(({ revision }) => revision)).toEqual([2, 1]);

    expect((await asked(world, 'POST', '/rollback')).status).toBe('SUCCEEDED');
    expect(digests(world)).toEqual([first]);
  });

  it('is told with the reason', async () => {
    const ear = eventEar();
    const world = await givenWorld({ ...offering, around: ear.around });
    ear.listen(world);
    await world.ended(await world.put('hello', { services: { web } }));
    await triggered(world, 'one');
    await asked(world, 'POST', '/rebuild');

    const ended = ear.heard.filter((one) => one['detail-type'] === 'Operation Succeeded').map(({ detail }) => detail);
    expect(ended).toMatchObject([
      { kind: 'CREATE' },
      { kind: 'REBUILD', trigger: 'event', unchanged: expect.stringContaining('revision 1 goes on serving'), images: [{}] },
      { kind: 'REBUILD', trigger: 'request' },
    ]);
    expect(ended.map((detail) => 'unchanged' in detail)).toEqual([false, true, false]);
  });

  it('knows what serves also when that was taken over, gone back to, or found unchanged before', async () => {
    const world = await givenServing(both);
    const steps: readonly (readonly [string, string, object?])[] = [
      ['PATCH', '', { services: { web: { variables: { COLOUR: 'blue' } } } }],
      ['POST', '/restart'],
      ['POST', '/rollback', { revision: 1 }],
      ['PATCH', '', { paused: true }],
      ['PATCH', '', { paused: false }],
    ];
    for (const [index, [method, path, body]] of steps.entries()) {
      expect((await asked(world, method, path, body)).status).toBe('SUCCEEDED');
      if (body && 'paused' in body && body.paused) continue;
      expect([path, built(await triggered(world, `after ${index}`))]).toEqual([path, ['unchanged', 'unchanged']]);
    }
  });
});

it('a rebuild somebody asks for makes everything, whatever it is made of', async () => {
  const world = await givenServing(both);
  const tags = () => standing(world).images.flatMap((image) => image.replace(/^\S+ /, '').split(','));
  const before = tags().length;

  const rebuild = await asked(world, 'POST', '/rebuild');

  expect([rebuild.status, built(rebuild), saysUnchanged(rebuild)]).toEqual(['SUCCEEDED', ['built', 'built'], undefined]);
  expect(tags()).toHaveLength(before + 2);
  expect(await world.environment('hello')).toMatchObject({ revision: 2 });
  expect(saysUnchanged(await triggered(world, 'one'))).toContain('revision 2 goes on serving');
  expect(tags()).toHaveLength(before + 2);
});

import type { Accepted } from '../../schemas/gen/api.types.ts';
import { baseImage, givenBase, pushBase } from '../../test/engine/support-base.ts';
import { demoSpec } from '../../test/support/demo-spec.ts';
import { askToUpload, zipOf } from '../../test/support/upload.ts';
import type { Scenario } from '../shapes/scenarios.ts';
import { created } from './created.ts';
import { otherSpec } from './other-spec.ts';

const { stock = {} } = demoSpec.services;

/** Changes with something beside them: an upload, a wave, images that go, and one that comes in between. */
export const changeScenarios: readonly Scenario[] = [
  {
    what: 'an upload that is taken over and built',
    play: async (world) => {
      const { upload, put } = await askToUpload(world, zipOf({ Dockerfile: 'FROM nginx:1.27\n' }));
      put();
      await world.ended(await world.put('images', { builds: { app: { upload } } }));
    },
  },
  {
    what: 'a wave that is stopped, a wish that waits, a life that ends',
    play: async (world) => {
      givenBase(world);
      const files = { Dockerfile: `FROM ${baseImage}\n` };
      const builds = { ttl: '2h', rebuild: { onBaseImagePush: true, schedule: 'rate(1 hour)' }, builds: { app: { files } } };
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await world.ended(await world.put(name, builds));
      pushBase(world, 'for the other architecture', true, 'linux/arm64');
      await world.passes(1);
      pushBase(world, 'and once more', true, 'linux/arm64');
      await world.passes(150);
    },
  },
  {
    what: 'an operation that another one supersedes',
    play: async (world) => {
      await created(world);
      await world.put('hello', otherSpec);
      await world.passes(1);
      const { body } = await world.request<Accepted>('PUT', '/environments/hello?supersede=true', demoSpec);
      await world.ended(body.operation);
    },
  },
  {
    what: 'images that nobody can need any more',
    play: async (world) => {
      await world.ended(await world.put('hello', { services: { stock } }));
      for (const upstream of [2, 3, 4, 5, 6, 7]) {
        world.region.advanceTo(world.region.state.now + 25 * 3_600_000);
        world.region.setKnob('dockerHub.revisions', { 'library/nginx:1.27': upstream });
        await world.ended((await world.request<Accepted>('POST', '/environments/hello/rebuild')).body.operation);
      }
    },
  },
  {
    what: 'an update cancelled as the services move',
    play: async (world) => {
      await created(world);
      const id = await world.put('hello', otherSpec);
      await world.until(async () =>
        (await world.operation(id)).attempts.some(({ subject, action }) => subject === 'services' && action === 'update'),
      );
      await world.request('POST', `/operations/${id}/cancel`, {});
      await world.ended(id);
    },
  },
];

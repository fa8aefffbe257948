import { describe, expect, it } from 'vitest';
import type { Accepted, OperationView, Plan, Problem } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { sampled } from '../support/sampled.ts';
import { unsettled } from '../support/unsettled.ts';

import { givenWorld, type TestWorld } from '../support/world.ts';
import { saysUnchanged, triggered } from './support-rebuild.ts';
import { cannotStart, serves, templates } from './support-standing.ts';

const web = { image: 'nginx:1.27', port: 80 };
const nginx: Spec = { services: { web } };
const httpd: Spec = { services: { web: { ...web, image: 'httpd:2.4' } } };
const site = { files: { Dockerfile: 'FROM nginx:1.27\nCOPY page.html /\n', 'page.html': 'hello' } };

async function givenServing(...specs: readonly Spec[]) {
  const world = await givenWorld();
  for (const spec of specs) await put(world, spec);
  return world;
}
async function put(world: TestWorld, spec: Spec) {
  expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  await world.idle();
}
async function asked(world: TestWorld, what: string, body?: object): Promise<OperationView> {
  const answer = await world.request<Accepted & Problem>('POST', `/environments/hello/${what}`, body);
  expect([answer.status, answer.body.detail]).toEqual([202, undefined]);
  const ended = await world.ended(answer.body.operation);
  await world.idle();
  return ended;
}

const builds = ({ attempts }: OperationView) => attempts.filter(({ action }) => action === 'build').map(({ subject }) => subject);
const digests = (world: TestWorld) => serves(world).map((one) => one.digests);
const repositories = ({ region }: TestWorld) =>
  (region.call('ECR', 'DescribeRepositories', {}) as { repositories: { repositoryName: string }[] }).repositories
    .map(({ repositoryName }) => repositoryName.replace(/^moorage-hello-registry-repository(httpd|nginx).*$/, '$1'))
    .sort();

describe('a rollback to what ran another image', () => {
  const others: readonly (readonly [string, Spec, Spec])[] = [
    ['another repository', nginx, httpd],
    ['another architecture', nginx, { ...nginx, architecture: 'ARM64' }],
    ['no copy at all', nginx, { services: { web: { ...web, mirror: false } } }],
    [
      'a sidecar less',
      { services: { web: { ...web, sidecars: { helper: { image: 'busybox:1.37', command: ['sleep', 'infinity'] } } } } },
      nginx,
    ],
    ['a service less', { services: { web, other: { ...web, image: 'httpd:2.4' } } }, nginx],
    ['no build', { builds: { site }, services: { web: { build: 'site', port: 80 } } }, nginx],
  ];

  it.each(sampled(others, 3))('through %s in between brings back the very images and makes none', async (_, before, between) => {
    const world = await givenServing(before);
    const ran = digests(world);
    await put(world, between);

    const back = await asked(world, 'rollback');

    expect([back.kind, back.status, builds(back)]).toEqual(['ROLLBACK', 'SUCCEEDED', []]);
    expect(digests(world)).toEqual(ran);
    expect(cannotStart(world)).toEqual([]);
  });
});

describe('a repository', () => {
  const count = (desiredCount: number): Spec => ({ services: { web: { ...web, image: 'httpd:2.4', desiredCount } } });

  it('stays as long as a revision that can be gone back to has its image in it, and then leaves with the next update', async () => {
    const world = await givenServing(nginx, count(1), count(2), count(3), count(4), count(5));
    expect(repositories(world)).toEqual(['httpd', 'nginx']);

    const plan = (await world.request<Plan>('POST', '/plans', { name: 'hello', spec: count(6) })).body;
    expect(plan.stacks).toMatchObject([{ stack: 'registry', removed: [{ type: 'AWS::ECR::Repository' }] }, {}, {}]);
    await put(world, count(6));

    expect(repositories(world)).toEqual(['httpd']);
    const named = await world.request<Problem>('POST', '/environments/hello/rollback', { revision: 1 });
    expect(named.body).toMatchObject({ status: 409, code: 'REVISION_UNKNOWN' });
  });

  it('has the very images of the fifth revision before, when that is gone back to', async () => {
    const world = await givenServing(nginx);
    const ran = digests(world);
    for (const tasks of [1, 2, 3, 4, 5]) await put(world, count(tasks));

    const back = await asked(world, 'rollback', { revision: 1 });

    expect([back.status, builds(back), digests(world)]).toEqual(['SUCCEEDED', [], ran]);
  });

  it('is not said to leave by the plan of an update it outlives', async () => {
    const world = await givenServing(nginx);

    const plan = (await world.request<Plan>('POST', '/plans', { name: 'hello', spec: httpd })).body;

    expect(plan.stacks).toMatchObject([{ stack: 'registry', added: [{ type: 'AWS::ECR::Repository' }], removed: [] }, {}, {}]);
  });

  it('is taken away by no restart, no pause and no rebuild, and one that comes to nothing still moves nothing', async () => {
    const world = await givenServing(nginx, count(1), count(2), count(3), count(4), count(5));

    expect(saysUnchanged(await triggered(world, 'one'))).toBeDefined();
    for (const paused of [true, false]) {
      const { body } = await world.request<Accepted>('PATCH', '/environments/hello', { paused });
      expect(await world.ended(body.operation)).toMatchObject({ status: 'SUCCEEDED' });
      await world.idle();
    }
    expect(repositories(world)).toEqual(['httpd', 'nginx']);
    await asked(world, 'restart');
    await asked(world, 'rebuild');
    expect(saysUnchanged(await triggered(world, 'two'))).toBeDefined();
    expect(repositories(world)).toEqual(['httpd', 'nginx']);

    await put(world, count(6));
    expect(repositories(world)).toEqual(['httpd']);
  });

  it('is where it was after an update that failed, kept ones and new ones alike', async () => {
    const world = await givenServing(nginx, httpd);
    const before = templates(world);

    const id = await world.put('hello', { services: { web: { ...web, image: 'acme/crashes:1' } } });

    expect(await world.ended(id)).toMatchObject({ status: 'FAILED' });
    expect(templates(world)).toEqual(before);
    expect(repositories(world)).toEqual(['httpd', 'nginx']);
    expect(await asked(world, 'rollback')).toMatchObject({ status: 'SUCCEEDED', revision: 4 });
  });

  it('goes with its environment, kept or not', async () => {
    const world = await givenServing(nginx, httpd);

    const { body } = await world.request<Accepted>('DELETE', '/environments/hello');

    expect(await world.ended(body.operation)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await unsettled(world)).toEqual([]);
  });
});

describe('an image the registry has no more', () => {
  function emptied({ region }: TestWorld): void {
    const names = (region.call('ECR', 'DescribeRepositories', {}) as { repositories: { repositoryName: string }[] }).repositories;
    for (const { repositoryName } of names) {
      const { imageIds } = region.call('ECR', 'ListImages', { repositoryName }) as { imageIds: { imageDigest: string }[] };
      region.call('ECR', 'BatchDeleteImage', { repositoryName, imageIds: imageIds.map(({ imageDigest }) => ({ imageDigest })) });
    }
  }
  const told = ({ timeline }: OperationView) => timeline.map(({ text }) => text).filter((text) => text.includes('no more'));

  it('is made anew by a rollback, which says so', async () => {
    const world = await givenServing(nginx, httpd);
    emptied(world);

    const back = await asked(world, 'rollback');

    expect([back.status, builds(back)]).toEqual(['SUCCEEDED', [expect.stringMatching(/^nginx-/)]]);
    expect(told(back)).toEqual([expect.stringMatching(/^the registry has the image nginx-\w+ no more: it is made anew$/)]);
  });

  it('is made anew by an update of something else', async () => {
    const world = await givenServing(nginx);
    emptied(world);

    const updated = await world.ended(await world.put('hello', { services: { web: { ...web, desiredCount: 2 } } }));

    expect([updated.status, builds(updated).length]).toEqual(['SUCCEEDED', 1]);
    expect(cannotStart(world)).toEqual([]);
  });
});

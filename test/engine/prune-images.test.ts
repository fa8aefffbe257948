import { describe, expect, it } from 'vitest';
import type { Accepted, OperationView, Problem, RevisionPage, RevisionView } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { serves } from './support-standing.ts';

const spec: Spec = { services: { web: { image: 'nginx:1.27', port: 80 } } };
const nginx = 'library/nginx:1.27';
/** Of a day nothing happens in: what rings every minute rings once. */
function aDayPasses({ region }: TestWorld): void {
  region.advanceTo(region.state.now + 25 * 60 * 60_000);
}

async function asked(world: TestWorld, what: string, body?: object): Promise<OperationView> {
  const answer = await world.request<Accepted & Problem>('POST', `/environments/hello/${what}`, body);
  expect([answer.status, answer.body.detail]).toEqual([202, undefined]);
  return world.ended(answer.body.operation);
}

/** Upstream pushes anew, and a day later somebody rebuilds. */
async function rebuilt(world: TestWorld, upstream: number): Promise<OperationView> {
  world.region.setKnob('dockerHub.revisions', { [nginx]: upstream });
  aDayPasses(world);
  const operation = await asked(world, 'rebuild');
  expect(operation.status).toBe('SUCCEEDED');
  await world.idle();
  return operation;
}

async function givenServing(rebuilds: readonly number[] = []) {
  const world = await givenWorld();
  expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  for (const upstream of rebuilds) await rebuilt(world, upstream);
  return world;
}

interface Held {
  readonly imageDigest: string;
  readonly imageTag?: string;
}
const repositoryOf = ({ region }: TestWorld) =>
  (region.call('ECR', 'DescribeRepositories', {}) as { repositories: { repositoryName: string }[] }).repositories[0]
    ?.repositoryName ?? '';
const held = (world: TestWorld) =>
  (world.region.call('ECR', 'ListImages', { repositoryName: repositoryOf(world) }) as { imageIds: Held[] }).imageIds;
const digestsHeld = (world: TestWorld) => new Set(held(world).map(({ imageDigest }) => imageDigest));
async function digestOf(world: TestWorld, revision: number): Promise<string> {
  const { body } = await world.request<RevisionView>('GET', `/environments/hello/revisions/${revision}`);
  return body.images.WebImage?.split('@')[1] ?? '';
}
const told = ({ timeline }: OperationView) => timeline.map(({ text }) => text).filter((text) => text.startsWith('images:'));
const operation = async (world: TestWorld, { id }: OperationView) => world.operation(id);
const manifest = (content: unknown) => JSON.stringify({ schemaVersion: 2, content });

describe('images of an environment', () => {
  it('are those of the revision that serves and of the five before it, and the fifth can be gone back to', async () => {
    const world = await givenServing([2, 3, 4, 5, 6, 7]);
    const last = await rebuilt(world, 8);

    const { revisions } = (await world.request<RevisionPage>('GET', '/environments/hello/revisions')).body;
    expect(revisions.map(({ revision }) => revision)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    const kept = await Promise.all([8, 7, 6, 5, 4, 3].map((revision) => digestOf(world, revision)));
    expect(digestsHeld(world)).toEqual(new Set(kept));
    expect(told(await operation(world, last))).toEqual(['images: 1 superseded deleted']);

    const back = await asked(world, 'rollback', { revision: 3 });
    expect([back.status, back.attempts.filter(({ action }) => action === 'build')]).toEqual(['SUCCEEDED', []]);
    expect(serves(world).flatMap(({ digests }) => digests)).toEqual([kept.at(-1)]);
  });

  it('stay for a day, whatever has become of them', async () => {
    const world = await givenServing();
    for (const upstream of [2, 3, 4, 5, 6, 7, 8]) {
      world.region.setKnob('dockerHub.revisions', { [nginx]: upstream });
      await asked(world, 'rebuild');
    }
    expect(digestsHeld(world).size).toBe(8);

    aDayPasses(world);
    await asked(world, 'restart');
    await world.idle();

    const kept = await Promise.all([9, 8, 7, 6, 5, 4].map((revision) => digestOf(world, revision)));
    expect(digestsHeld(world)).toEqual(new Set(kept));
    expect(digestsHeld(world).size).toBe(5);
  });

  it('that several revisions share stay as long as one of them can be gone back to', async () => {
    const world = await givenServing([2, 2, 2, 2, 2, 2, 1]);

    expect(digestsHeld(world)).toEqual(new Set([await digestOf(world, 1), await digestOf(world, 7)]));
  });

  it('are not pushed out by nights', async () => {
    const world = await givenServing([2]);
    for (let night = 0; night < 4; night += 1)
      for (const paused of ['withNetwork', false]) {
        const { body } = await world.request<Accepted>('PATCH', '/environments/hello', { paused });
        await world.ended(body.operation);
        aDayPasses(world);
      }

    expect(digestsHeld(world)).toEqual(new Set([await digestOf(world, 1), await digestOf(world, 2)]));
    const back = await asked(world, 'rollback');
    expect([back.status, back.attempts.filter(({ action }) => action === 'build')]).toEqual(['SUCCEEDED', []]);
    expect(serves(world).flatMap(({ digests }) => digests)).toEqual([await digestOf(world, 1)]);
  });

  it('that somebody else has put there, or has tagged, are left alone', async () => {
    const world = await givenServing([2]);
    const repositoryName = repositoryOf(world);
    const theirs = { repositoryName, imageTag: 'keep-me', imageManifest: manifest('theirs') };
    world.region.call('ECR', 'PutImage', theirs);
    const first = held(world).find(({ imageTag = '' }) => /^[0-9a-f]{12}-/.test(imageTag))?.imageDigest ?? '';
    const { images } = world.region.call('ECR', 'BatchGetImage', { repositoryName, imageIds: [{ imageDigest: first }] }) as {
      images: { imageManifest: string }[];
    };
    world.region.call('ECR', 'PutImage', { repositoryName, imageTag: 'golden', imageManifest: images[0]?.imageManifest });

    for (const upstream of [3, 4, 5, 6, 7, 8]) await rebuilt(world, upstream);

    expect(
      held(world)
        .flatMap(({ imageTag = '' }) => (/-\d+$/.test(imageTag) ? [] : [imageTag]))
        .sort(),
    ).toEqual(['golden', 'keep-me']);
    expect(digestsHeld(world)).toContain(first);
    expect(digestsHeld(world).size).toBe(6 + 2);
  });

  it('that an index of somebody else’s names stay, and the timeline says so', async () => {
    const world = await givenServing();
    const [first] = held(world);
    const index = manifest({ manifests: [{ digest: first?.imageDigest }] });
    world.region.call('ECR', 'PutImage', { repositoryName: repositoryOf(world), imageTag: 'all', imageManifest: index });

    for (const upstream of [2, 3, 4, 5, 6]) await rebuilt(world, upstream);
    const last = await rebuilt(world, 7);

    expect(told(await operation(world, last))).toEqual(['images: 1 could not be deleted (ImageReferencedByManifestList)']);
    expect(digestsHeld(world)).toContain(first?.imageDigest);
  });
});

describe('a failure to take images away', () => {
  it('fails nothing, is told, and the next success makes up for it', async () => {
    let broken = false;
    const world = await givenWorld({
      hook: {
        before: ({ operation }) => {
          if (broken && operation === 'BatchDeleteImage')
            throw Object.assign(new Error('not now'), { name: 'AccessDeniedException' });
        },
      },
    });
    await world.ended(await world.put('hello', spec));
    for (const upstream of [2, 3, 4, 5, 6]) await rebuilt(world, upstream);
    broken = true;
    const failed = await rebuilt(world, 7);

    expect(told(await operation(world, failed))).toEqual([
      'images: superseded ones stay (AccessDeniedException); the next success tries again',
    ]);
    expect([(await world.environment('hello')).status, digestsHeld(world).size]).toEqual(['AVAILABLE', 7]);

    broken = false;
    const next = await rebuilt(world, 8);
    expect(told(await operation(world, next))).toEqual(['images: 2 superseded deleted']);
    expect(digestsHeld(world).size).toBe(6);
  });
});

import { describe, expect, it } from 'vitest';
import type { Accepted, RevisionPage } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { CodeBuildState } from '../../simulator/codebuild/codebuild-state.ts';
import { eventEar } from '../support/event-ear.ts';
import { zipOf } from '../support/upload.ts';
import { withoutRecord } from '../support/without-record.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { baseImage, givenBase, pushBase } from './support-base.ts';
import { rebuilds, saysUnchanged, standing, triggered } from './support-rebuild.ts';
import { restore } from './support-restore.ts';
import { app, of, offering } from './support-sources.ts';
import { serves } from './support-standing.ts';

const web = { image: 'nginx:1.27', port: 80 };
const site = {
  files: {
    Dockerfile: `FROM nginx:1.27 AS built\nFROM ${baseImage}\nCOPY --from=built /docker-entrypoint.sh /x\nCOPY page.html /\n`,
    'page.html': 'hello',
  },
};
/** One image copied, one built of two. */
const both: Spec = { builds: { site }, services: { web, site: { build: 'site', port: 80 } } };

async function givenServing(spec: Spec, prepare: (world: TestWorld) => void = givenBase) {
  const world = await givenWorld(offering);
  prepare(world);
  expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  await world.idle();
  return world;
}
const upstream = ({ region }: TestWorld, revision: number) =>
  region.setKnob('dockerHub.revisions', { 'library/nginx:1.27': revision });
const digests = (world: TestWorld) =>
  serves(world).map(({ service, digests: [digest] }) => [service.replace(/^.*-/, ''), digest]);
const built = ({ attempts }: { attempts: readonly { action: string; reason?: string }[] }) =>
  attempts
    .filter(({ action }) => action === 'build')
    .map(({ reason = '' }) => (reason.startsWith('unchanged') ? 'unchanged' : 'built'));
const exported = ({ region }: TestWorld, name: string) =>
  Object.values(region.context.state<CodeBuildState>('CodeBuild').builds).flatMap((build) =>
    build.exported.flatMap((one) => (one.name === name ? [one.value] : [])),
  );
async function asked(world: TestWorld, method: string, path: string, body?: object) {
  const answer = await world.request<Accepted>(method, `/environments/hello${path}`, body);
  return world.ended(answer.body.operation);
}

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
  });

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

describe('a rebuild nobody asked for by hand, of what has changed', () => {
  it('makes and deploys that, and leaves the rest', async () => {
    const world = await givenServing(both);
    const before = digests(world);

    pushBase(world, 'second');
    const rebuild = await triggered(world, 'one');

    expect([...built(rebuild)].sort()).toEqual(['built', 'unchanged']);
    expect(saysUnchanged(rebuild)).toBeUndefined();
    const after = digests(world);
    expect(after.map(([service]) => service)).toEqual(before.map(([service]) => service));
    expect(after.filter(([, digest], index) => digest !== before[index]?.[1])).toHaveLength(1);
    expect(await world.environment('hello')).toMatchObject({ revision: 2 });
    expect(saysUnchanged(await triggered(world, 'two'))).toContain('revision 2 goes on serving');
  });

  it.each([
    ['a stage', 'FROM nginx:1.27 AS one\nFROM busybox:1.36\nCOPY --from=one /docker-entrypoint.sh /x\n'],
    ['a COPY', 'FROM busybox:1.36\nCOPY --from=nginx:1.27 /docker-entrypoint.sh /x\n'],
    ['a mount', 'FROM busybox:1.36\nRUN --mount=type=bind,from=nginx:1.27,target=/x true\n'],
  ])('sees it in %s', async (_what, Dockerfile) => {
    const world = await givenServing(of({ files: { Dockerfile, xyz: '' } }));
    expect(built(await triggered(world, 'one'))).toEqual(['unchanged']);

    upstream(world, 2);

    expect(built(await triggered(world, 'two'))).toEqual(['built']);
    expect(built(await triggered(world, 'three'))).toEqual(['unchanged']);
  });

  it.each([
    ['a branch that has moved', { git: 'https://github.com/acme/app.git' }],
    ['another zip under the same key', { s3: 's3://theirs/app.zip' }],
  ])('sees %s', async (_what, source) => {
    const write = ({ region }: TestWorld, name: string) =>
      'git' in source
        ? region.call('Git', 'Push', { url: source.git, branch: 'main', files: app(name) })
        : region.call('S3', 'PutObject', { Bucket: 'theirs', Key: 'app.zip', Body: zipOf(app(name)) });
    const world = await givenServing(of(source), (given) => {
      given.region.call('S3', 'CreateBucket', { Bucket: 'theirs' });
      write(given, 'old');
    });
    expect(built(await triggered(world, 'one'))).toEqual(['unchanged']);

    write(world, 'new');

    expect(built(await triggered(world, 'two'))).toEqual(['built']);
  });

  it('makes an image again that is in the registry no more', async () => {
    const world = await givenServing({ services: { web } });
    const [image] = Object.values((await world.environment('hello')).outputs?.services ?? {});
    const [uri = '', imageDigest = ''] = image?.image.split('@') ?? [];
    const repositoryName = uri.slice(uri.indexOf('/') + 1);
    const { imageIds } = world.region.call('ECR', 'ListImages', { repositoryName }) as { imageIds: { imageDigest: string }[] };
    expect(imageIds.map((one) => one.imageDigest)).toContain(imageDigest);
    world.region.call('ECR', 'BatchDeleteImage', { repositoryName, imageIds: [{ imageDigest }] });

    expect(built(await triggered(world, 'one'))).toEqual(['built']);
    expect(saysUnchanged(await triggered(world, 'two'))).toBeDefined();
  });

  it('makes an image again that goes while the build finds nothing to make', async () => {
    let deletes = false;
    const world = await givenWorld({
      hook: {
        after: ({ operation }) => {
          if (!deletes || operation !== 'StartBuild') return;
          deletes = false;
          const [{ imageIds }] = [list() as { imageIds: object[] }];
          world.region.call('ECR', 'BatchDeleteImage', { repositoryName: repository(), imageIds });
        },
      },
    });
    const repository = () =>
      (world.region.call('ECR', 'DescribeRepositories', {}) as { repositories: { repositoryName: string }[] }).repositories[0]
        ?.repositoryName ?? '';
    const list = () => world.region.call('ECR', 'ListImages', { repositoryName: repository() });
    await world.ended(await world.put('hello', { services: { web } }));
    deletes = true;

    const rebuild = await triggered(world, 'one');

    expect([rebuild.status, built(rebuild)]).toEqual(['SUCCEEDED', ['built', 'built']]);
    expect(rebuild.attempts.filter(({ action }) => action === 'build').map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['FAILED', 'tried again'],
      ['DONE', expect.stringMatching(/^sha256:/)],
    ]);
  });
});

describe('what a build is made of is not known', () => {
  it.each([
    ['with a variable in FROM', 'ARG BASE=nginx:1.27\nFROM $BASE\n'],
    ['with a here-document', 'FROM nginx:1.27\nRUN <<EOF || true\n'],
    ['with an ADD from elsewhere', 'FROM nginx:1.27\nARG FROM=xyz\nADD $FROM /\n'],
  ])('%s, and it is made every time', async (_what, Dockerfile) => {
    const world = await givenServing(of({ files: { Dockerfile, xyz: '' } }));

    expect(built(await triggered(world, 'one'))).toEqual(['built']);
    expect(built(await triggered(world, 'two'))).toEqual(['built']);
    expect(exported(world, 'MOORAGE_INPUTS')).toEqual(['', '', '']);
    expect(exported(world, 'MOORAGE_UNCHANGED')).toEqual([]);
  });

  it('of what a lost record had built', async () => {
    const before = await givenServing(both);
    pushBase(before, 'second');
    expect([...built(await triggered(before, 'one'))].sort()).toEqual(['built', 'unchanged']);
    const running = digests(before);
    const world = await withoutRecord(before);

    const { environments } = await restore(world);

    expect(environments).toMatchObject([{ outcome: 'RESTORED', status: 'AVAILABLE', revision: 2 }]);
    expect(digests(world)).toEqual(running);
    expect(built(await triggered(world, 'two'))).toEqual(['built', 'built']);
    expect(saysUnchanged(await triggered(world, 'three'))).toBeDefined();
  });
});

it('a rebuild somebody asks for makes everything, whatever it is made of', async () => {
  const world = await givenServing(both);
  const before = standing(world).images.length;

  const rebuild = await asked(world, 'POST', '/rebuild');

  expect([rebuild.status, built(rebuild), saysUnchanged(rebuild)]).toEqual(['SUCCEEDED', ['built', 'built'], undefined]);
  expect(standing(world).images.join().split('-1').length).toBeGreaterThan(before);
  expect(await world.environment('hello')).toMatchObject({ revision: 2 });
  expect(saysUnchanged(await triggered(world, 'one'))).toContain('revision 2 goes on serving');
});

import { describe, expect, it } from 'vitest';
import type { CodeBuildState } from '../../simulator/codebuild/codebuild-state.ts';
import { zipOf } from '../support/upload.ts';
import { withoutRecord } from '../support/without-record.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { pushBase } from './support-base.ts';
import { both, built, digests, givenServing, saysUnchanged, triggered, upstream, web } from './support-rebuild.ts';
import { restore } from './support-restore.ts';
import { app, of } from './support-sources.ts';

const exported = ({ region }: TestWorld, name: string) =>
  Object.values(region.context.state<CodeBuildState>('CodeBuild').builds).flatMap((build) =>
    build.exported.flatMap((one) => (one.name === name ? [one.value] : [])),
  );

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

import { describe, expect, it } from 'vitest';
import type { Accepted, Problem } from '../../schemas/gen/api.types.ts';
import type { Build, Spec } from '../../schemas/gen/spec.types.ts';
import type { CodeBuildState } from '../../simulator/codebuild/codebuild-state.ts';
import type { EcrState } from '../../simulator/ecr/ecr-state.ts';
import { unsettled } from '../support/unsettled.ts';
import { askToUpload, zipOf } from '../support/upload.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const dockerfile = 'FROM nginx:1.27\nCOPY name /name\n';
const app = (name: string) => ({ Dockerfile: dockerfile, name });
/** A place that builds images and runs nothing. */
const of = (build: Build): Spec => ({ builds: { app: build } });

const imagesOf = ({ region }: TestWorld) =>
  Object.values(region.context.state<EcrState>('ECR').repositories).flatMap(({ images }) =>
    Object.values(images).flatMap(({ content }) => (content ? [content] : [])),
  );
/** What `/name` says in every image there is. */
const names = (world: TestWorld) => imagesOf(world).map(({ files }) => files['/name']);
const exported = ({ region }: TestWorld) =>
  Object.values(region.context.state<CodeBuildState>('CodeBuild').builds).flatMap((build) => build.exported);

/** What the operator of this deployment offers of S3. */
const offering = {
  settings: {
    OFFERS: JSON.stringify([{ actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: ['arn:aws:s3:::theirs/*'] }]),
  },
};

async function made(build: Build, prepare: (world: TestWorld) => unknown = () => {}) {
  const world = await givenWorld(offering);
  await prepare(world);
  const operation = await world.ended(await world.put('hello', of(build)));
  return { world, operation };
}

describe('an upload', () => {
  it('is built, in every environment that names it, also when it has expired there', async () => {
    const world = await givenWorld();
    const { upload, put } = await askToUpload(world, zipOf(app('uploaded')));
    put();
    expect(await world.ended(await world.put('one', of({ upload })))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await world.ended(await world.put('two', of({ upload })))).toMatchObject({ status: 'SUCCEEDED' });
    expect(names(world)).toEqual(['uploaded', 'uploaded']);

    world.region.call('S3', 'DeleteObject', { Bucket: world.settings.BUCKET, Key: `uploads/${upload.slice(7)}.zip` });

    expect(await world.ended(await world.put('one', of({ upload, args: { A: '1' } })))).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('that was never sent fails the plan with what to do, and leaves nothing behind', async () => {
    const { world, operation } = await made({ upload: `sha256:${'a'.repeat(64)}` });

    expect(operation).toMatchObject({ status: 'FAILED', causes: [{ phase: 'PLAN', name: 'PlanRefused' }] });
    expect(operation.diagnosis).toMatchObject({ code: 'UPLOAD_MISSING', remedy: expect.stringContaining('POST /uploads') });
    expect(await unsettled(world)).toEqual([]);
  });

  it('takes exactly the content it was asked for, and for a quarter of an hour', async () => {
    const world = await givenWorld();
    const zip = zipOf(app('uploaded'));
    const { put, headers } = await askToUpload(world, zip);

    const other = zip.slice();
    other[other.length - 1] = 1;
    expect(() => put(other)).toThrow(expect.objectContaining({ name: 'BadDigest' }));
    expect(() => put(zip.slice(1))).toThrow(expect.objectContaining({ name: 'SignatureDoesNotMatch' }));
    const { 'x-amz-checksum-sha256': _, ...without } = headers;
    expect(() => put(zip, without)).toThrow(expect.objectContaining({ name: 'SignatureDoesNotMatch' }));
    world.region.state.now += 15 * 60_000 + 1;
    expect(() => put()).toThrow(expect.objectContaining({ name: 'AccessDenied', message: 'Request has expired' }));
  });

  it('is at most 500 MB, of a zip that has a hash', async () => {
    const world = await givenWorld();
    const ask = (body: object) => world.request<Accepted & Problem>('POST', '/uploads', body);
    const sha256 = 'a'.repeat(64);

    expect((await ask({ sha256, bytes: 500_000_000 })).status).toBe(201);
    for (const body of [
      { sha256, bytes: 500_000_001 },
      { sha256, bytes: 0 },
      { sha256: 'A'.repeat(64), bytes: 1 },
      { bytes: 1 },
      {},
    ]) {
      const { status, body: problem } = await ask(body);
      expect([status, problem.code, problem.detail]).toEqual([400, 'BODY_REFUSED', expect.stringContaining('500 MB')]);
    }
  });
});

describe('a zip in S3', () => {
  const put = ({ region }: TestWorld, name: string) =>
    region.call('S3', 'PutObject', { Bucket: 'theirs', Key: 'in/a*.zip', Body: zipOf(app(name)) }) as { VersionId: string };
  const versioned = ({ region }: TestWorld) => {
    region.call('S3', 'CreateBucket', { Bucket: 'theirs' });
    region.call('S3', 'PutBucketVersioning', { Bucket: 'theirs', VersioningConfiguration: { Status: 'Enabled' } });
  };

  it('is built as it is now', async () => {
    const { world, operation } = await made({ s3: 's3://theirs/in/a*.zip' }, (given) => {
      versioned(given);
      put(given, 'old');
      put(given, 'new');
    });

    expect(operation).toMatchObject({ status: 'SUCCEEDED' });
    expect(names(world)).toEqual(['new']);
  });

  it('is built as it was in the version that is named', async () => {
    const world = await givenWorld(offering);
    versioned(world);
    const { VersionId: version } = put(world, 'old');
    put(world, 'new');

    const operation = await world.ended(await world.put('hello', of({ s3: 's3://theirs/in/a*.zip', version })));

    expect(operation).toMatchObject({ status: 'SUCCEEDED' });
    expect(names(world)).toEqual(['old']);
  });

  it('that is not there fails the build', async () => {
    const { world, operation } = await made({ s3: 's3://theirs/none.zip' }, versioned);

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'SOURCE_ZIP_MISSING' } });
    expect(await unsettled(world)).toEqual([]);
  });
});

describe('a repository', () => {
  const git = 'https://github.com/acme/app.git';
  const push = ({ region }: TestWorld, branch: string, name: string, tag?: string) =>
    (region.call('Git', 'Push', { url: git, branch, tag, files: app(name) }) as { commit: string }).commit;
  const pushed = (world: TestWorld) => ({
    tagged: push(world, 'main', 'tagged', 'v1.0'),
    latest: push(world, 'main', 'latest'),
    side: push(world, 'side', 'side'),
  });

  it.each([
    ['its default branch', undefined, 'latest'],
    ['a branch', 'side', 'side'],
    ['a tag', 'v1.0', 'tagged'],
    ['a commit', 'tagged', 'tagged'],
  ] as const)('is built from %s', async (what, ref, name) => {
    const world = await givenWorld();
    const commits = pushed(world);
    const wanted = what === 'a commit' ? commits.tagged : ref;

    const operation = await world.ended(await world.put('hello', of({ git, ...(wanted ? { ref: wanted } : {}) })));

    expect(operation).toMatchObject({ status: 'SUCCEEDED' });
    expect(names(world)).toEqual([name]);
    expect(exported(world)).toContainEqual({ name: 'MOORAGE_COMMIT', value: commits[name] });
  });

  it('without that ref fails the build and says which', async () => {
    const { world, operation } = await made({ git, ref: 'nope' }, pushed);

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'SOURCE_REF_UNKNOWN' } });
    expect(operation.diagnosis?.evidence.join('\n')).toContain("couldn't find remote ref nope");
    expect(await unsettled(world)).toEqual([]);
  });

  const connect = ({ region }: TestWorld, to = '*') =>
    (region.call('Git', 'Connect', { tags: { 'moorage:offered-to': to } }) as { ConnectionArn: string }).ConnectionArn;

  it('that is private is built through its connection, and neither without nor through another', async () => {
    const world = await givenWorld();
    pushed(world);
    const [connection, foreign] = [connect(world), connect(world)];
    world.region.call('Git', 'MakePrivate', { url: git, connections: [connection] });
    const evidence = async (name: string, build: Build) => {
      const { status, diagnosis } = await world.ended(await world.put(name, of(build)));
      return `${status} ${diagnosis?.code} ${diagnosis?.evidence.join('\n')}`;
    };

    expect(await evidence('closed', { git })).toMatch(/^FAILED SOURCE_REPOSITORY_UNREADABLE [\s\S]*could not read Username/);
    expect(await evidence('foreign', { git, connection: foreign })).toMatch(
      /^FAILED SOURCE_REPOSITORY_UNREADABLE [\s\S]*The requested URL returned error: 403/,
    );
    expect(await evidence('open', { git, connection, ref: 'side' })).toMatch(/^SUCCEEDED/);
    expect(names(world)).toEqual(['side']);
  });

  it('a connection cannot know fails the plan', async () => {
    const world = await givenWorld();
    const build = { git: 'https://github.com/app.git', connection: connect(world) };
    const operation = await world.ended(await world.put('hello', of(build)));

    expect(operation.causes).toMatchObject([{ phase: 'PLAN', name: 'PlanRefused' }]);
    expect(operation.causes[0]?.message).toContain('does not say <owner>/<repository>');
  });

  it.each([
    ['the path', { path: 'out' }, 'the path out leads out of the source'],
    ['the Dockerfile', { dockerfile: 'out/etc/passwd' }, 'the Dockerfile out/etc/passwd leads out of the context'],
    ['nothing', { path: 'none' }, 'the source has no folder none'],
  ] as const)('whose symlink makes %s lead elsewhere is not built', async (_, build, says) => {
    const { world, operation } = await made({ git, ...build }, ({ region }) =>
      region.call('Git', 'Push', { url: git, files: app('x'), links: { out: '/' } }),
    );

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'SOURCE_PATH_INVALID' } });
    expect(operation.diagnosis?.evidence.join('\n')).toContain(says);
    expect(imagesOf(world)).toEqual([]);
  });
});

it('path, dockerfile, target and args say what of a source is built, and how', async () => {
  const hostile = 'it\'s "quoted" $(touch /pwned) `touch /pwned`\n; touch /pwned';
  const files = {
    'apps/web/docker/web.Dockerfile': [
      'FROM nginx:1.27 AS base',
      'ARG GREETING',
      'ARG WHO=nobody',
      'LABEL greeting="$GREETING" who=$WHO',
      'COPY name /name',
      'FROM base AS last',
      'LABEL who=last',
    ].join('\n'),
    'apps/web/name': 'deep',
    name: 'shallow',
  };
  const { world, operation } = await made({
    files,
    path: 'apps/web',
    dockerfile: 'docker/web.Dockerfile',
    target: 'base',
    args: { GREETING: 'hello there', WHO: 'me', UNUSED: hostile },
  });

  expect(operation).toMatchObject({ status: 'SUCCEEDED' });
  expect(imagesOf(world).map(({ files: inside, labels }) => [inside['/name'], labels.greeting, labels.who])).toEqual([
    ['deep', 'hello there', 'me'],
  ]);
  const [build] = Object.values(world.region.context.state<CodeBuildState>('CodeBuild').builds);
  expect(build?.environment.variables.map(({ value }) => value)).toContain(`UNUSED=${hostile}`);
});

it('an image of another private registry of ECR is copied with a login there', async () => {
  const world = await givenWorld();
  const { region } = world;
  region.call('ECR', 'CreateRepository', { repositoryName: 'team/base', tags: [{ Key: 'moorage:offered-to', Value: 'second' }] });
  const first = await world.ended(await world.put('first', of({ files: app('base') })));
  expect(first).toMatchObject({ status: 'SUCCEEDED' });
  const [source] = Object.values(region.context.state<EcrState>('ECR').repositories).flatMap(({ images }) =>
    Object.values(images),
  );
  region.call('ECR', 'PutImage', {
    repositoryName: 'team/base',
    imageTag: '1',
    imageManifest: source?.manifest,
    content: source?.content,
  });

  const reference = `${region.context.account}.dkr.ecr.${region.context.region}.amazonaws.com/team/base:1`;
  const operation = await world.ended(await world.put('second', { services: { web: { image: reference } } }));

  expect(operation).toMatchObject({ status: 'SUCCEEDED' });
  expect(names(world)).toEqual(['base', 'base', 'base']);
});

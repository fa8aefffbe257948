import { describe, expect, it } from 'vitest';
import type { Accepted, Problem } from '../../schemas/gen/api.types.ts';
import type { CodeBuildState } from '../../simulator/codebuild/codebuild-state.ts';
import type { EcrState } from '../../simulator/ecr/ecr-state.ts';
import { unsettled } from '../support/unsettled.ts';
import { askToUpload, zipOf } from '../support/upload.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { app, imagesOf, made, names, of, offering } from './support-sources.ts';

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

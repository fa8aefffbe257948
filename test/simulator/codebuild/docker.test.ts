import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ask, logLines } from '../ecs/container-world.ts';
import { built, dockerfile, ecrLogin, registry, type World, withRepository } from './build-world.ts';

describe('docker', () => {
  const failing = async (command: string, environment: object = {}, prepare: (region: World) => void = () => {}) => {
    const { build, region } = await built({ build: [command] }, {}, prepare, environment);
    expect(build.buildStatus).toBe('FAILED');
    return logLines(region, '/builds').join('');
  };
  test('builds an image, pushes it, and says what it is', async () => {
    const { build, region } = await built(
      {
        pre_build: [ecrLogin],
        build: [
          dockerfile(
            'FROM nginx:1.27\\nARG PORT=80\\nCOPY site.conf /etc/nginx/conf.d/default.conf\\nEXPOSE $PORT\\nUSER nginx\\n',
          ),
          `printf 'server {\\n listen 8080;\\n}\\n' > ctx/site.conf`,
          `docker build -t ${registry}/app:1 --build-arg PORT=8080 --provenance=false ctx`,
          `docker push -q ${registry}/app:1`,
          `DIGEST=$(docker image inspect --format '{{index .RepoDigests 0}}' ${registry}/app:1 | cut -d@ -f2)`,
          `ARCH=$(docker image inspect --format '{{.Architecture}}' ${registry}/app:1)`,
          `PORTS=$(docker image inspect --format '{{json .Config.ExposedPorts}}' ${registry}/app:1)`,
        ],
        exported: ['DIGEST', 'ARCH', 'PORTS'],
      },
      {},
      withRepository,
    );
    const { imageDetails } = ask(region, 'ECR', 'DescribeImages', { repositoryName: 'app', imageIds: [{ imageTag: '1' }] });
    expect(build.exportedEnvironmentVariables).toEqual([
      { name: 'DIGEST', value: imageDetails[0].imageDigest },
      { name: 'ARCH', value: 'amd64' },
      { name: 'PORTS', value: '{"80/tcp":{},"8080/tcp":{}}' },
    ]);
  });
  test('builds for arm64 on an ARM host', async () => {
    const spec = {
      build: ['docker pull -q busybox:1.36', `ARCH=$(docker image inspect --format '{{.Architecture}}' busybox:1.36)`],
      exported: ['ARCH'],
    };
    const { build } = await built(spec, {}, undefined, { type: 'ARM_CONTAINER' });
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'ARCH', value: 'arm64' }]);
  });
  test('pushes an index when buildx is not told --provenance=false', async () => {
    const spec = { build: [ecrLogin, dockerfile('FROM nginx:1.27\\n'), `docker buildx build --push -t ${registry}/app:1 ctx`] };
    const { region } = await built(spec, {}, withRepository);
    const { images } = ask(region, 'ECR', 'BatchGetImage', { repositoryName: 'app', imageIds: [{ imageTag: '1' }] });
    expect(images[0].imageManifestMediaType).toBe('application/vnd.oci.image.index.v1+json');
  });
  test.each([
    ['a file to copy that is missing', 'FROM nginx:1.27\\nCOPY nope /x\\n', '"/nope": not found'],
    ['an unknown instruction', 'FROM nginx:1.27\\nFRM x\\n', 'dockerfile parse error on line 2: unknown instruction: FRM'],
    [
      'a RUN that fails',
      'FROM nginx:1.27\\nRUN false\\n',
      'process "/bin/sh -c false" did not complete successfully: exit code: 1',
    ],
    ['a base image that does not exist', 'FROM nginx:0.1\\n', 'manifest unknown'],
  ])('fails on %s', async (_, text, said) => {
    expect(await failing(`${dockerfile(text)} && docker build -t x ctx`)).toContain(said);
  });
  test('needs privileged mode', async () => {
    expect(await failing('docker pull nginx:1.27', { privilegedMode: false })).toContain('Cannot connect to the Docker daemon');
  });
  test('finds no arm64 in an amd64-only image', async () => {
    expect(await failing('docker pull acme/amd64-only:1', { type: 'ARM_CONTAINER' })).toContain(
      'no matching manifest for linux/arm64/v8 in the manifest list entries',
    );
  });
  test('pushes nowhere without login', async () => {
    const push = `docker pull -q nginx:1.27 && docker tag nginx:1.27 ${registry}/app:1 && docker push ${registry}/app:1`;
    expect(await failing(push, {}, withRepository)).toContain('no basic auth credentials');
    expect(await failing(`${ecrLogin} && ${push}`)).toContain("name unknown: The repository with name 'app' does not exist");
    const twice = `${ecrLogin} && ${push} && docker push ${registry}/app:1`;
    expect(await failing(twice, {}, withRepository)).toContain(
      "tag invalid: The image tag '1' already exists in the 'app' repository",
    );
  });
  test('is rate limited when it pulls anonymously', async () => {
    expect(await failing('docker pull nginx:1.27', {}, (region) => region.setKnob('dockerHub.rateLimited', true))).toContain(
      'toomanyrequests',
    );
  });
});

describe('sources', () => {
  test('come out of a zip in S3', async () => {
    const { build } = await built(
      {
        build: ['aws s3 cp s3://contexts/a.zip /tmp/a.zip', 'unzip -q /tmp/a.zip -d ctx', 'OUT=$(cat ctx/dir/a.txt)'],
        exported: ['OUT'],
      },
      {},
      (region) => {
        region.call('S3', 'CreateBucket', { Bucket: 'contexts' });
        region.call('S3', 'PutObject', { Bucket: 'contexts', Key: 'a.zip', Body: zipSync({ 'dir/a.txt': strToU8('hällo') }) });
      },
    );
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'OUT', value: 'hällo' }]);
  });
  test('cannot be cloned: there is no network', async () => {
    const { region } = await built({ build: ['git clone --depth 1 -- https://example.com/x.git x'] });
    expect(logLines(region, '/builds').join('')).toContain(
      "fatal: unable to access 'https://example.com/x.git/': Could not resolve host: example.com",
    );
  });
});

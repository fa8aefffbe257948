import { describe, expect, test } from 'vitest';
import { manifestOf } from '../../../simulator/ecr/container-image.ts';
import { ask, logLines } from '../ecs/container-world.ts';
import { built, dockerfile, ecrLogin, hubSecret, registry, type World, withRepository } from './build-world.ts';

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
}

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

describe('a Dockerfile', () => {
  const labels = async (text: string, options: string) => {
    const { build } = await built({
      build: [
        `mkdir -p ctx && printf '${text}' > ctx/Dockerfile`,
        `docker build -t x ${options} ctx`,
        "OUT=$(docker image inspect --format '{{json .Config.Labels}}' x)",
      ],
      exported: ['OUT'],
    });
    return JSON.parse(build.exportedEnvironmentVariables[0]?.value ?? '{}');
  };
  const stages = 'FROM scratch AS one\\nLABEL at=one\\nFROM one AS two\\nLABEL at=two\\nFROM two\\nLABEL at=last\\n';
  test('is built to its last stage, or to the one that is asked for', async () => {
    expect(await labels(stages, '')).toEqual({ at: 'last' });
    expect(await labels(stages, '--target one')).toEqual({ at: 'one' });
    expect(await labels(stages, '--target Two')).toEqual({ at: 'two' });
  });
  test('sees an argument only where it declares it', async () => {
    const text = 'ARG A=1\\nARG B=2\\nFROM scratch\\nARG A\\nLABEL a=$A b=$B c=$C\\n';
    expect(await labels(text, '')).toEqual({ a: '1', b: '', c: '' });
    expect(await labels(text, '--build-arg A=mine --build-arg C=mine')).toEqual({ a: 'mine', b: '', c: '' });
  });
});

describe('a login', () => {
  test('is kept beside others, and a logout takes away only its own', async () => {
    const names = "$(tr -d ' \\n' < ~/.docker/config.json | grep -o '\"[a-z0-9.:/-]*\":{\"auth\"' | tr '\\n' ' ')";
    const { build } = await built(
      {
        build: [
          ecrLogin,
          `printf '%s' "$PASSWORD" | docker login -u moorage-ci --password-stdin`,
          `BOTH="${names}"`,
          `docker logout ${registry}`,
          `LEFT="${names}"`,
          'docker logout',
          `NONE="${names}"`,
        ],
        exported: ['BOTH', 'LEFT', 'NONE'],
      },
      { environmentVariablesOverride: [{ name: 'PASSWORD', value: JSON.parse(hubSecret).password, type: 'PLAINTEXT' }] },
    );
    const values = Object.fromEntries(build.exportedEnvironmentVariables.map(({ name, value }: Variable) => [name, value]));
    expect(values.BOTH).toMatch(/dkr\.ecr.*index\.docker\.io/);
    expect(values.LEFT).not.toMatch(/dkr\.ecr/);
    expect(values.LEFT).toMatch(/index\.docker\.io/);
    expect(values.NONE).toBe('');
  });
});

test('an image without a choice of platforms is pulled whatever it is for, with a warning', async () => {
  const { build, region } = await built(
    {
      build: [
        ecrLogin,
        `docker pull -q busybox:1.36 && docker tag busybox:1.36 ${registry}/app:1 && docker push ${registry}/app:1`,
        'docker rmi busybox:1.36',
      ],
      post_build: [
        `docker pull --platform linux/arm64 ${registry}/other:1`,
        `OUT=$(docker image inspect --format '{{.Architecture}} {{json .RepoDigests}}' ${registry}/other:1)`,
      ],
      exported: ['OUT'],
    },
    {},
    (region) => {
      withRepository(region);
      region.call('ECR', 'CreateRepository', { repositoryName: 'other' });
      const image = {
        platform: 'linux/amd64',
        exposedPorts: [],
        entrypoint: [],
        cmd: [],
        user: '',
        workdir: '',
        env: {},
        labels: {},
        programs: [],
        files: {},
      } as const;
      region.call('ECR', 'PutImage', {
        repositoryName: 'other',
        imageTag: '1',
        imageManifest: manifestOf(image).text,
        content: image,
      });
    },
  );
  expect(build.exportedEnvironmentVariables[0].value).toMatch(/^amd64 /);
  expect(logLines(region, '/builds').join('')).toContain('does not match the specified platform (linux/arm64)');
});

test('digests of an image are listed in the order of their names', async () => {
  const { build } = await built(
    {
      build: [
        ecrLogin,
        `docker pull -q nginx:1.27 && docker tag nginx:1.27 ${registry}/app:1 && docker push ${registry}/app:1`,
        `OUT=$(docker image inspect --format '{{json .RepoDigests}}' ${registry}/app:1)`,
      ],
      exported: ['OUT'],
    },
    {},
    withRepository,
  );
  const digests: string[] = JSON.parse(build.exportedEnvironmentVariables[0].value);
  expect(digests.map((one) => one.split('@')[0])).toEqual([`${registry}/app`, 'nginx']);
});

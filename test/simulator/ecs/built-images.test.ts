import { expect, test } from 'vitest';
import { buildDockerfile } from '../../../simulator/codebuild/dockerfile.ts';
import { pullFromHub } from '../../../simulator/docker-hub.ts';
import { manifestOf, type Platform } from '../../../simulator/ecr/container-image.ts';
import { parseImageReference } from '../../../simulator/ecr/image-reference.ts';
import { logLines, makeService, makeWorld, pass, readTasks, registered } from './container-world.ts';

type World = ReturnType<typeof makeWorld>;

/** Builds nginx with this configuration, pushes it as `app:1` and says its digest. */
async function push(region: World, listen: string, platform: Platform = 'linux/amd64') {
  const image = await buildDockerfile({
    text: 'FROM nginx:1.27\nCOPY site.conf /etc/nginx/conf.d/default.conf\n',
    args: {},
    context: async () => ({ '': `server {\n  listen ${listen};\n}\n` }),
    base: (reference) => {
      const found = pullFromHub(parseImageReference(reference), platform, false, region.context);
      if (found.kind !== 'found') throw new Error(found.kind);
      return found.image;
    },
  });
  region.call('ECR', 'PutImage', { repositoryName: 'app', imageTag: '1', imageManifest: manifestOf(image).text, content: image });
  return manifestOf(image).digest;
}

/** A service of such an image, on X86_64. */
async function running(listen: string, platform?: Platform) {
  const region = makeWorld();
  region.call('ECR', 'CreateRepository', { repositoryName: 'app' });
  const digest = await push(region, listen, platform);
  makeService(region, registered(region, '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1'));
  pass(region, 55);
  return { region, digest };
}

test('a built image runs, and its task says the digest that was pushed', async () => {
  const { region, digest } = await running('8080');
  expect(readTasks(region)[0]).toMatchObject({ lastStatus: 'RUNNING', containers: [{ imageDigest: digest }] });
});

test('an nginx told to listen on what is no port exits with 1 and says so', async () => {
  const { region } = await running('99999');
  expect(readTasks(region, 'STOPPED')[0].containers[0].exitCode).toBe(1);
  expect(logLines(region, '/app')[0]).toBe(
    'nginx: [emerg] invalid port in "99999" of the "listen" directive in /etc/nginx/conf.d/default.conf:2',
  );
});

test('a manifest of one other platform is pulled and fails when it is executed', async () => {
  const { region } = await running('80', 'linux/arm64');
  expect(readTasks(region, 'STOPPED')[0].containers[0].exitCode).toBe(1);
  expect(logLines(region, '/app')[0]).toBe('exec /docker-entrypoint.sh: exec format error');
});

test('a later task of the same revision runs the digest the first one pulled, whatever the tag says now', async () => {
  const { region, digest } = await running('8080');
  expect(await push(region, '9090')).not.toBe(digest);
  region.call('ECS', 'UpdateService', { cluster: 'main', service: 'web', desiredCount: 2 });
  pass(region, 60);
  const digests = readTasks(region).map((task: { containers: { imageDigest: string }[] }) => task.containers[0]?.imageDigest);
  expect(digests).toEqual([digest, digest]);
});

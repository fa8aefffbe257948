import { type ContainerImage, manifestOf } from '../../simulator/ecr/container-image.ts';
import type { TestWorld } from '../support/world.ts';

export const baseImage = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/base:1';

/** The platform team's base image: a repository that was offered to everybody. */
export function givenBase(world: TestWorld, good = true): void {
  const tags = [{ Key: 'moorage:offered-to', Value: '*' }];
  world.region.call('ECR', 'CreateRepository', { repositoryName: 'team/base', tags });
  pushBase(world, 'first', good);
}

/** Pushes it anew under the same tag; a bad one ends as soon as it starts. */
export function pushBase(
  world: TestWorld,
  label: string,
  good = true,
  platform: ContainerImage['platform'] = 'linux/amd64',
  env: Readonly<Record<string, string>> = {},
): void {
  const shell = ['sh', 'sleep', 'echo', 'curl', 'nginx'];
  const content: ContainerImage = {
    platform,
    labels: { label },
    exposedPorts: ['80/tcp'],
    entrypoint: [],
    cmd: good ? ['nginx', '-g', 'daemon off;'] : ['sh', '-c', 'echo broken; exit 1'],
    user: '',
    workdir: '',
    env,
    programs: shell,
    files: { '/etc/nginx/conf.d/default.conf': 'server {\n    listen 80;\n}\n' },
  };
  world.region.call('ECR', 'PutImage', {
    repositoryName: 'team/base',
    imageTag: '1',
    imageManifest: manifestOf(content).text,
    content,
  });
}

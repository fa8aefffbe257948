import type { RegionOptions } from '../../../simulator/region.ts';
import { ask, makeWorld, passWithWork } from '../ecs/container-world.ts';

export const registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
export const hubSecret = JSON.stringify({ username: 'moorage-ci', password: 'correct horse "battery" $(staple)' });

export interface Spec {
  pre_build?: string[];
  build?: string[];
  post_build?: string[];
  exported?: string[];
  env?: object;
  more?: object;
}
export const buildspec = ({ pre_build = [], build = [], post_build = [], exported = [], env = {}, more = {} }: Spec) =>
  JSON.stringify({
    version: 0.2,
    env: { shell: 'bash', 'exported-variables': exported, ...env },
    phases: { pre_build: { commands: pre_build }, build: { commands: build, ...more }, post_build: { commands: post_build } },
  });

export function makeProject(spec: Spec, options: Partial<RegionOptions> = {}, environment: object = {}) {
  const region = makeWorld(options);
  region.call('CodeBuild', 'CreateProject', {
    name: 'images',
    source: { type: 'NO_SOURCE', buildspec: buildspec(spec) },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/standard:7.0',
      computeType: 'BUILD_GENERAL1_SMALL',
      privilegedMode: true,
      ...environment,
    },
    serviceRole: 'arn:aws:iam::111122223333:role/build',
    logsConfig: { cloudWatchLogs: { groupName: '/builds' } },
  });
  return region;
}
export type World = ReturnType<typeof makeProject>;

export const start = (region: World, more: object = {}) =>
  ask(region, 'CodeBuild', 'StartBuild', { projectName: 'images', ...more }).build;
export const read = (region: World, id: string) => ask(region, 'CodeBuild', 'BatchGetBuilds', { ids: [id] }).builds[0];
export const phase = (build: { phases: { phaseType: string }[] }, type: string) =>
  build.phases.find(({ phaseType }) => phaseType === type);

export async function built(
  spec: Spec,
  more: object = {},
  prepare: (region: World) => void = () => {},
  environment: object = {},
) {
  const region = makeProject(spec, {}, environment);
  prepare(region);
  const { id } = start(region, more);
  await passWithWork(region, 1200);
  return { region, build: read(region, id) };
}

export const withRepository = (region: World) =>
  region.call('ECR', 'CreateRepository', { repositoryName: 'app', imageTagMutability: 'IMMUTABLE' });
export const ecrLogin = `aws ecr get-login-password | docker login -u AWS --password-stdin ${registry}`;
export const dockerfile = (text: string) => `mkdir -p ctx && printf '${text}' > ctx/Dockerfile`;

import { expect } from 'vitest';
import type { Accepted, OperationPage, OperationView } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { CloudFormationState } from '../../simulator/cloudformation/cloudformation-state.ts';
import type { EcrState } from '../../simulator/ecr/ecr-state.ts';
import type { EcsState } from '../../simulator/ecs/ecs-state.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { baseImage, givenBase } from './support-base.ts';
import { offering } from './support-sources.ts';
import { serves } from './support-standing.ts';

export const web = { image: 'nginx:1.27', port: 80 };
const site = {
  files: {
    Dockerfile: `FROM nginx:1.27 AS built\nFROM ${baseImage}\nCOPY --from=built /docker-entrypoint.sh /x\nCOPY page.html /\n`,
    'page.html': 'hello',
  },
};
/** One image copied, one built of two. */
export const both: Spec = { builds: { site }, services: { web, site: { build: 'site', port: 80 } } };

export async function givenServing(spec: Spec, prepare: (world: TestWorld) => void = givenBase) {
  const world = await givenWorld(offering);
  prepare(world);
  expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  await world.idle();
  return world;
}

/** Docker Hub's `nginx:1.27` pushed anew. */
export const upstream = ({ region }: TestWorld, revision: number) =>
  region.setKnob('dockerHub.revisions', { 'library/nginx:1.27': revision });

/** What runs, by service. */
export const digests = (world: TestWorld) =>
  serves(world).map(({ service, digests: [digest] }) => [service.replace(/^.*-/, ''), digest]);

/** What became of every build of an operation. */
export const built = ({ attempts }: Pick<OperationView, 'attempts'>) =>
  attempts
    .filter(({ action }) => action === 'build')
    .map(({ reason = '' }) => (reason.startsWith('unchanged') ? 'unchanged' : 'built'));

/** What somebody asks for, to its end. */
export async function asked(world: TestWorld, method: string, path: string, body?: object) {
  const answer = await world.request<Accepted>(method, `/environments/hello${path}`, body);
  return world.ended(answer.body.operation);
}

/** Everything a rebuild could move: tasks, revisions of services, operations of stacks, images and their tags. */
export function standing({ region: { context } }: TestWorld) {
  const { tasks, services } = context.state<EcsState>('ECS');
  const { stacks } = context.state<CloudFormationState>('CloudFormation');
  const { repositories } = context.state<EcrState>('ECR');
  return {
    tasks: Object.keys(tasks).sort(),
    deployments: Object.values(services).flatMap((service) => service.deployments.map(({ revisionArn }) => revisionArn)),
    stacks: Object.values(stacks).map(({ name, operations }) => [name, operations.length]),
    images: Object.values(repositories).flatMap(({ images }) =>
      Object.values(images).map(({ digest, tags }) => `${digest} ${[...tags].sort()}`),
    ),
  };
}

/** A rebuild an event asks for, to its end. Asked for once more it is the same one, and its timeline still says why. */
export async function triggered(world: TestWorld, id: string): Promise<OperationView> {
  const meant = ({ timeline }: OperationView) => timeline.some(({ text }) => text.includes(`<${id}>`));
  world.region.call('EventBridge', 'PutEvents', {
    Entries: [
      {
        EventBusName: 'moorage',
        Source: 'acme.ci',
        DetailType: 'Rebuild Requested',
        Detail: JSON.stringify({ id, environments: ['hello'], reason: `happening <${id}>` }),
      },
    ],
  });
  for (let minute = 0; minute < 20; minute += 1) {
    await world.passes(1);
    const begun = (await rebuilds(world)).find(meant);
    if (!begun) continue;
    await world.ended(begun.id);
    // Its lock is given back after that.
    await world.idle();
    return world.operation(begun.id);
  }
  throw new Error(`${id} began nothing`);
}

/** Every rebuild there was, the first one first. */
export async function rebuilds(world: TestWorld): Promise<readonly OperationView[]> {
  const { operations } = (await world.request<OperationPage>('GET', '/operations?environment=hello&limit=100')).body;
  const ids = operations.filter(({ kind }) => kind === 'REBUILD').map(({ id }) => id);
  return Promise.all(ids.reverse().map((id) => world.operation(id)));
}

export const saysUnchanged = ({ timeline }: OperationView) =>
  timeline.find(({ text }) => text.startsWith('nothing has changed'))?.text;

import type { OperationPage, OperationView } from '../../schemas/gen/api.types.ts';
import type { CloudFormationState } from '../../simulator/cloudformation/cloudformation-state.ts';
import type { EcrState } from '../../simulator/ecr/ecr-state.ts';
import type { EcsState } from '../../simulator/ecs/ecs-state.ts';
import type { TestWorld } from '../support/world.ts';

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

/** A rebuild an event asks for, to its end. Asked for once more it is the same one. */
export async function triggered(world: TestWorld, id: string): Promise<OperationView> {
  world.region.call('EventBridge', 'PutEvents', {
    Entries: [
      {
        EventBusName: 'moorage',
        Source: 'acme.ci',
        DetailType: 'Rebuild Requested',
        Detail: JSON.stringify({ id, environments: ['hello'], reason: id }),
      },
    ],
  });
  await world.passes(20);
  const rebuild = (await rebuilds(world)).find(({ timeline }) => timeline.some(({ text }) => text === id));
  if (!rebuild) throw new Error(`${id} began nothing`);
  await world.idle();
  return rebuild;
}

/** Every rebuild there was, the first one first. */
export async function rebuilds(world: TestWorld): Promise<readonly OperationView[]> {
  const { operations } = (await world.request<OperationPage>('GET', '/operations?environment=hello&limit=100')).body;
  const ids = operations.filter(({ kind }) => kind === 'REBUILD').map(({ id }) => id);
  return Promise.all(ids.reverse().map((id) => world.operation(id)));
}

export const saysUnchanged = ({ timeline }: OperationView) =>
  timeline.find(({ text }) => text.startsWith('nothing has changed'))?.text;

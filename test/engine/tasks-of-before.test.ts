import { describe, expect, it } from 'vitest';
import type { Accepted, OperationView } from '../../schemas/gen/api.types.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import type { EcsState } from '../../simulator/ecs/ecs-state.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { baseImage, givenBase } from './support-base.ts';

const web: Service = { image: 'nginx:1.27', port: 80 };
/** Pulled by every task anew, so that one cannot be started once it has vanished. */
const pulled: Service = { ...web, image: baseImage, mirror: false };

/** Services of which those that pull the image run no task any more and go on trying: it has vanished. */
async function givenVanished(services: Spec['services'], patch?: object): Promise<TestWorld> {
  const world = await givenWorld();
  givenBase(world);
  expect(await world.ended(await world.put('hello', { services: services ?? {} }))).toMatchObject({ status: 'SUCCEEDED' });
  if (patch) expect(await patched(world, patch)).toMatchObject({ status: 'SUCCEEDED' });
  await world.passes(5);
  world.region.call('ECR', 'BatchDeleteImage', { repositoryName: 'team/base', imageIds: [{ imageTag: '1' }] });
  for (const task of running(world, baseImage))
    world.region.call('ECS', 'StopTask', { cluster: task.clusterArn, task: task.arn, reason: 'the host is retired' });
  await world.passes(6);
  expect(running(world, baseImage)).toEqual([]);
  return world;
}

async function patched(world: TestWorld, patch: object): Promise<OperationView> {
  return world.ended((await world.request<Accepted>('PATCH', '/environments/hello', patch)).body.operation);
}

const tasks = ({ region }: TestWorld) => Object.values(region.context.state<EcsState>('ECS').tasks);
const running = (world: TestWorld, image: string) =>
  tasks(world).filter((task) => task.lastStatus === 'RUNNING' && task.containers.some((one) => one.image === image));
/** Sends the spec and has a task of before end for want of its image just as the services are under way. */
async function updated(world: TestWorld, services: NonNullable<Spec['services']>): Promise<OperationView> {
  const id = await world.put('hello', { services });
  await world.until(async () => (await world.operation(id)).attempts.some(({ subject }) => subject === 'services'));
  const old = tasks(world).findLast(({ stoppedReason }) => /not found/.test(stoppedReason ?? ''));
  if (!old) throw new Error('no task has ended for want of its image');
  old.stoppedAt = world.region.state.now + 1;
  return world.ended(id);
}

describe('a service that can start no task', () => {
  it('is mended by an update, whatever its old tasks still die of', async () => {
    const world = await givenVanished({ web: pulled });

    const operation = await updated(world, { web });

    expect(operation).toMatchObject({ kind: 'UPDATE', status: 'SUCCEEDED' });
  });

  it('has an update fail of what its own tasks die of', async () => {
    const world = await givenVanished({ web: pulled });

    const operation = await updated(world, { web: { ...web, image: 'acme/crashes:1' } });

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'CONTAINER_EXITED' } });
  });

  it('keeps the stack of an update of another from failing, and fails it once everything has to be stable', async () => {
    const world = await givenVanished({ api: web, web: pulled });

    const operation = await updated(world, { api: { ...web, image: 'nginx:1.28' }, web: pulled });

    expect(operation.causes).toMatchObject([{ phase: 'STABILITY', message: expect.stringMatching(/^web 0 of 1 running/) }]);
    expect(operation).toMatchObject({
      status: 'FAILED',
      diagnosis: { code: 'IMAGE_NOT_FOUND', sentence: 'The image of service web does not exist in its registry.' },
    });
  });
});

describe('tasks of the definition there was before', () => {
  it('are those of a wake, which fails at once when their image has vanished', async () => {
    const world = await givenVanished({ web: pulled }, { paused: true });

    const operation = await patched(world, { paused: false });

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'IMAGE_NOT_FOUND' } });
    expect(Date.parse(operation.endedAt ?? '') - Date.parse(operation.openedAt)).toBeLessThan(15 * 60_000);
  });

  it('are those of a service of which more are to run', async () => {
    const world = await givenVanished({ web: pulled }, { paused: true });
    const operation = await patched(world, { paused: false, services: { web: { desiredCount: 2 } } });

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'IMAGE_NOT_FOUND' } });
  });
});

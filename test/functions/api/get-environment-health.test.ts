import { describe, expect, it } from 'vitest';
import type { EnvironmentHealth, Problem } from '../../../schemas/gen/api.types.ts';
import { givenWorld, type TestWorld } from '../../support/world.ts';
import { contractOf } from './contract.ts';
import { givenServing, small } from './serving.ts';

const path = '/environments/shop/health';
const two = { services: { web: { image: 'nginx:1.27', mirror: false, desiredCount: 2 } } };
const healthOf = async (world: TestWorld): Promise<EnvironmentHealth> => {
  const answer = await world.request<EnvironmentHealth>('GET', path);
  expect((await contractOf(world))('GET', '/environments/{name}/health', answer)).toEqual([]);
  return answer.body;
};
/** Cluster and service as ECS calls them. */
const inEcs = async (world: TestWorld) => {
  const { outputs } = await world.environment('shop');
  return { cluster: outputs?.clusterName ?? '', service: outputs?.services.web?.arn ?? '' };
};
const tasksOf = async (world: TestWorld) => {
  const { cluster, service } = await inEcs(world);
  const listed = world.region.call('ECS', 'ListTasks', { cluster, serviceName: service }) as { taskArns: string[] };
  return listed.taskArns.map((task) => ({ cluster, task }));
};
const runningIn = async (world: TestWorld) => {
  const { cluster, service } = await inEcs(world);
  const { services } = world.region.call('ECS', 'DescribeServices', { cluster, services: [service] }) as {
    services: { runningCount: number }[];
  };
  return services[0]?.runningCount;
};
const text = async (world: TestWorld) => (await world.request<string>('GET', path, undefined, { accept: 'text/plain' })).body;

describe('GET /environments/{name}/health', () => {
  it('is HEALTHY while all of it runs as recorded, whatever it is made of', async () => {
    const world = await givenServing({ services: { web: { image: 'nginx:1.27', desiredCount: 2 } } });

    const health = await healthOf(world);

    expect(health).toMatchObject({
      status: 'HEALTHY',
      sentence: '2 of 2 tasks of web run, as recorded.',
      revision: 1,
      services: [
        {
          ...{ service: 'web', status: 'HEALTHY', wanted: 2, desired: 2, running: 2, pending: 0 },
          deployment: { status: 'SUCCESSFUL' },
          taskDefinition: { ours: true },
          digest: { ours: true },
          stopped: [],
        },
      ],
      stacks: ['registry', 'foundation', 'services'].map((stack) => ({ stack, status: 'CREATE_COMPLETE' })),
      drift: [],
      unanswered: [],
    });
  });

  it('is DEGRADED while a task is missing, with the stopped one, and HEALTHY once ECS has replaced it', async () => {
    const world = await givenServing(two);
    const [task] = await tasksOf(world);
    world.region.call('ECS', 'StopTask', { ...task, reason: 'a person' });
    await world.until(async () => (await runningIn(world)) === 1);

    const health = await healthOf(world);

    expect(health).toMatchObject({ status: 'DEGRADED', sentence: '1 of 2 tasks of web run.', drift: [] });
    expect(health.services[0]?.stopped).toMatchObject([{ stopCode: 'UserInitiated', reason: 'a person' }]);
    await world.passes(5);
    expect((await healthOf(world)).status).toBe('HEALTHY');
  });

  it('is DOWN when tasks cannot start any more, with the diagnosis of why and what to do', async () => {
    const world = await givenServing();
    const { outputs } = await world.environment('shop');
    world.region.call('CloudWatchLogs', 'DeleteLogGroup', { logGroupName: outputs?.services.web?.logGroup });
    for (const task of await tasksOf(world)) world.region.call('ECS', 'StopTask', task);
    await world.passes(5);

    const health = await healthOf(world);

    expect(health).toMatchObject({
      status: 'DOWN',
      sentence: '0 of 1 tasks of web run: Tasks of service web cannot write to their log group.',
    });
    expect(health.services[0]?.stopped[0]).toMatchObject({ code: 'LOG_GROUP_MISSING', remedy: expect.any(String) });
    expect(await text(world)).toMatch(/^shop {2}DOWN {2}revision 1 .*\n0 of 1 tasks of web run: .*[\s\S]*✗ web [\s\S]*→ /);
  });

  it('is DOWN when somebody has scaled it to nothing by hand, and says so', async () => {
    const world = await givenServing();
    world.region.call('ECS', 'UpdateService', { ...(await inEcs(world)), desiredCount: 0 });
    await world.passes(5);

    const health = await healthOf(world);

    expect(health).toMatchObject({ status: 'DOWN', sentence: 'web was scaled to 0 in ECS; the spec asks for 1.' });
    expect(health.drift).toEqual(['service web: ECS wants 0 tasks, the spec 1']);
  });

  it('is HEALTHY with a drift when somebody has scaled it up by hand', async () => {
    const world = await givenServing();
    world.region.call('ECS', 'UpdateService', { ...(await inEcs(world)), desiredCount: 3 });
    await world.passes(5);

    expect(await healthOf(world)).toMatchObject({ status: 'HEALTHY', drift: ['service web: ECS wants 3 tasks, the spec 1'] });
  });

  it('is DEGRADED when somebody has deployed another task definition by hand', async () => {
    const world = await givenServing();
    const { cluster, service } = await inEcs(world);
    const [running] = (
      world.region.call('ECS', 'DescribeServices', { cluster, services: [service] }) as { services: { taskDefinition: string }[] }
    ).services;
    const { taskDefinition } = world.region.call('ECS', 'DescribeTaskDefinition', {
      taskDefinition: running?.taskDefinition,
    }) as { taskDefinition: object };
    const made = world.region.call('ECS', 'RegisterTaskDefinition', taskDefinition) as {
      taskDefinition: { taskDefinitionArn: string };
    };
    world.region.call('ECS', 'UpdateService', { cluster, service, taskDefinition: made.taskDefinition.taskDefinitionArn });
    await world.passes(10);

    const health = await healthOf(world);

    expect(health.status).toBe('DEGRADED');
    expect(health.sentence).toBe(`web: ECS runs ${made.taskDefinition.taskDefinitionArn}, not ${running?.taskDefinition}.`);
    expect(health.services[0]?.taskDefinition).toMatchObject({ ours: false });
    expect(health.drift[0]).toMatch(/^service web: the task definition is /);
  });

  it('is DOWN when somebody has deleted the services stack', async () => {
    const world = await givenServing();
    world.region.call('CloudFormation', 'DeleteStack', { StackName: 'moorage-shop-services' });
    await world.passes(20);

    const health = await healthOf(world);

    expect(health).toMatchObject({
      status: 'DOWN',
      sentence: 'web is not there: ECS knows no such service (and 1 more).',
      drift: ['service web was deleted', 'stack services: moorage-shop-services was deleted'],
    });
    expect(health.stacks.find(({ stack }) => stack === 'services')?.status).toBe('NONE');
  });

  it('is UNKNOWN when AWS does not answer, and says who did not and with what', async () => {
    let throttled = false;
    const world = await givenServing(small, {
      hook: {
        before: ({ service, operation }) => {
          if (throttled && service === 'ECS' && operation === 'DescribeServices')
            throw Object.assign(new Error('Rate exceeded'), { name: 'AccessDeniedException' });
        },
      },
    });
    throttled = true;

    const health = await healthOf(world);

    expect(health).toMatchObject({ status: 'UNKNOWN', unanswered: ['service web: AccessDeniedException'] });
    expect(health.sentence).toContain('service web: AccessDeniedException');
    expect(await text(world)).toContain('AWS did not say:\n  service web: AccessDeniedException');
  });

  it('takes an update under way for no drift', async () => {
    const world = await givenServing();
    const id = await world.put('shop', { services: { web: { image: 'nginx:1.27', mirror: false, cpu: 512, memory: 1024 } } });
    await world.until(async () =>
      (await world.operation(id)).phases.some(({ phase, status }) => phase === 'STABILITY' && status === 'RUNNING'),
    );

    const health = await healthOf(world);

    expect(health).toMatchObject({ operation: id, drift: [], status: 'HEALTHY' });
    expect((await world.ended(id)).status).toBe('SUCCEEDED');
    expect(await healthOf(world)).toMatchObject({ status: 'HEALTHY', revision: 2 });
  });

  it('stays HEALTHY after an update that failed and went back', async () => {
    const world = await givenServing();
    const id = await world.put('shop', { services: { web: { image: 'nginx:1.27', mirror: false, command: ['false'] } } });
    expect((await world.ended(id)).status).toBe('FAILED');

    const health = await healthOf(world);

    expect([health.drift, health.services[0]?.taskDefinition?.ours]).toEqual([[], true]);
    expect(health.services[0]?.stopped[0]?.code).toBe('CONTAINER_EXITED');
  });

  it.each([
    ['is being made', small, false, 'UNKNOWN', /^Nothing serves yet: shop-\S+ is at it\.$/],
    ['has failed', { services: { web: { image: 'nginx:no-such-tag' } } }, true, 'DOWN', /^Nothing runs: Docker found no image/],
  ] as const)('of one that %s says so', async (_what, spec, ended, status, sentence) => {
    const world = await givenWorld();
    const id = await world.put('shop', spec);
    if (ended) await world.ended(id);

    const health = await healthOf(world);

    expect(health).toMatchObject({ status, revision: 0, services: [] });
    expect(health.sentence).toMatch(sentence);
  });

  it('of nothing is 404', async () => {
    const world = await givenWorld();

    const { status, body } = await world.request<Problem>('GET', path);

    expect([status, body.code]).toEqual([404, 'ENVIRONMENT_UNKNOWN']);
  });
});

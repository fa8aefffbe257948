import { describe, expect, test } from 'vitest';
import {
  ask,
  breaker,
  listen,
  makeService,
  makeWorld,
  pass,
  readService,
  readTasks,
  registered,
  serviceInput,
} from './container-world.ts';

type World = ReturnType<typeof makeWorld>;
const update = (region: World, more: object) => ask(region, 'ECS', 'UpdateService', { cluster: 'main', service: 'web', ...more });
const deployments = (region: World) => {
  const { serviceDeployments } = ask(region, 'ECS', 'ListServiceDeployments', { cluster: 'main', service: 'web' });
  return ask(region, 'ECS', 'DescribeServiceDeployments', {
    serviceDeploymentArns: serviceDeployments.map((one: { serviceDeploymentArn: string }) => one.serviceDeploymentArn),
  }).serviceDeployments;
};

function running(more: object = {}, options = {}) {
  const region = makeWorld(options);
  makeService(region, registered(region, 'nginx:1.27'), { ...breaker(), ...more });
  pass(region, 200);
  return region;
}

describe('a first deployment', () => {
  test('is COMPLETED 40 seconds after its tasks run, and its revision knows the digests', () => {
    const region = running();
    const service = readService(region);
    expect(service.deployments).toMatchObject([{ rolloutState: 'COMPLETED', status: 'PRIMARY', runningCount: 1 }]);
    const [task] = readTasks(region);
    const waited = service.deployments[0].updatedAt.getTime() - task.startedAt.getTime();
    expect(waited).toBeGreaterThanOrEqual(40_000);
    expect(waited).toBeLessThan(43_000);
    expect(service.events.map(({ message }: { message: string }) => message)).toContain(
      '(service web) has reached a steady state.',
    );
    const [deployment] = deployments(region);
    expect(deployment.status).toBe('SUCCESSFUL');
    const { serviceRevisions } = ask(region, 'ECS', 'DescribeServiceRevisions', {
      serviceRevisionArns: [deployment.targetServiceRevision.arn],
    });
    expect(serviceRevisions[0].containerImages[0].imageDigest).toBe(task.containers[0].imageDigest);
  });
  test('with desired count 0 is complete at once and has resolved no digest', () => {
    const region = running({ desiredCount: 0 });
    const [deployment] = deployments(region);
    expect(deployment.status).toBe('SUCCESSFUL');
    const { serviceRevisions } = ask(region, 'ECS', 'DescribeServiceRevisions', {
      serviceRevisionArns: [deployment.targetServiceRevision.arn],
    });
    expect(serviceRevisions[0].containerImages).toEqual([]);
  });
  test('that fails stalls: there is nothing to roll back to', () => {
    const region = makeWorld();
    makeService(region, registered(region, 'acme/crashes:1'), breaker());
    pass(region, 600);
    expect(readService(region).deployments).toMatchObject([{ rolloutState: 'FAILED', failedTasks: 3, desiredCount: 0 }]);
    expect(deployments(region)[0]).toMatchObject({
      status: 'STOPPED',
      deploymentCircuitBreaker: { status: 'TRIGGERED', threshold: 3 },
    });
    expect(readTasks(region)).toEqual([]);
  });
  test('without a breaker goes on for ever, at longer and longer intervals', () => {
    const region = makeWorld();
    makeService(region, registered(region, 'nginx:0.1'));
    pass(region, 3600);
    const hour = readService(region);
    expect(hour.deployments[0].rolloutState).toBe('IN_PROGRESS');
    expect(hour.deployments[0].failedTasks).toBeGreaterThan(4);
    expect(hour.deployments[0].failedTasks).toBeLessThan(13);
  });
});

describe('a rolling update', () => {
  test('keeps the minimum healthy and then replaces every task', () => {
    const region = running({ desiredCount: 2 });
    update(region, { taskDefinition: registered(region, 'httpd:2.4') });
    for (let step = 0; step < 150; step += 1) {
      pass(region, 1);
      expect(
        readTasks(region).filter(({ lastStatus }: { lastStatus: string }) => lastStatus === 'RUNNING').length,
      ).toBeGreaterThanOrEqual(2);
    }
    expect(readService(region).deployments).toHaveLength(1);
    expect(readTasks(region).map((task: { containers: { image: string }[] }) => task.containers[0]?.image)).toEqual([
      'httpd:2.4',
      'httpd:2.4',
    ]);
    expect(readTasks(region, 'STOPPED')[0]).toMatchObject({ stopCode: 'ServiceSchedulerInitiated' });
  });
  test('of 3 tasks at 100 and 125 percent is stuck: the maximum is rounded down', () => {
    const region = running({ desiredCount: 3, deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 125 } });
    update(region, { forceNewDeployment: true });
    pass(region, 900);
    expect(readService(region).deployments).toHaveLength(2);
    expect(readService(region).events[0].message).toContain('was unable to stop or start tasks during a deployment');
  });
  test('with a minimum of 50 percent of 3 keeps 2: the minimum is rounded up', () => {
    const region = running({ desiredCount: 3, deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 } });
    update(region, { forceNewDeployment: true });
    pass(region, 5);
    expect(readTasks(region).filter(({ lastStatus }: { lastStatus: string }) => lastStatus === 'RUNNING')).toHaveLength(2);
  });
  test('that fails is rolled back to the last completed revision, and its COMPLETED is another deployment', async () => {
    const heard: { 'detail-type': string; detail: { eventName: string; deploymentId: string; reason: string } }[] = [];
    const region = running(
      {},
      { runLambda: async (_: string, event: unknown) => void heard.push(event as (typeof heard)[number]) },
    );
    const good = readService(region).taskDefinition;
    listen(region, 'aws.ecs');
    update(region, { taskDefinition: registered(region, 'acme/crashes:1') });
    const failing = readService(region).deployments[0].id;
    pass(region, 600);
    await new Promise(setImmediate);
    expect(readService(region)).toMatchObject({ taskDefinition: good, runningCount: 1 });
    expect(deployments(region)[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      rollback: { reason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.' },
    });
    const states = heard.filter((event) => event['detail-type'] === 'ECS Deployment State Change').map(({ detail }) => detail);
    expect(
      states
        .filter(({ deploymentId }) => deploymentId === failing)
        .map(({ eventName }) => eventName)
        .sort(),
    ).toEqual(['SERVICE_DEPLOYMENT_FAILED', 'SERVICE_DEPLOYMENT_IN_PROGRESS']);
    const completed = states.find(({ eventName }) => eventName === 'SERVICE_DEPLOYMENT_COMPLETED');
    expect(completed?.deploymentId).toBe(readService(region).deployments[0].id);
    expect(states.map(({ reason }) => reason)).toContain(
      `ECS deployment circuit breaker: rolling back to deploymentId ${completed?.deploymentId}.`,
    );
  });
  test('can be stopped by rolling it back', () => {
    const region = running();
    update(region, { taskDefinition: registered(region, 'nginx:0.1') });
    ask(region, 'ECS', 'StopServiceDeployment', {
      serviceDeploymentArn: deployments(region)[0].serviceDeploymentArn,
      stopType: 'ROLLBACK',
    });
    pass(region, 120);
    expect(deployments(region)[0].status).toBe('ROLLBACK_SUCCESSFUL');
  });
});

describe('the API', () => {
  test('refuses a size Fargate does not have', () => {
    expect(() => registered(makeWorld(), 'nginx', {}, { cpu: '256', memory: '4096' })).toThrow(
      'No Fargate configuration exists for given values',
    );
  });
  test('refuses awslogs without an execution role', () => {
    expect(() => registered(makeWorld(), 'nginx', {}, { executionRoleArn: undefined })).toThrow('support log driver awslogs');
  });
  test('counts revisions up and never back', () => {
    const region = makeWorld();
    const first = registered(region, 'nginx');
    region.call('ECS', 'DeregisterTaskDefinition', { taskDefinition: first });
    expect(registered(region, 'nginx')).toMatch(/app:2$/);
  });
  test('refuses a service with the name of an active one and to delete a cluster with services', () => {
    const region = running();
    expect(() => ask(region, 'ECS', 'CreateService', serviceInput('app'))).toThrow('Creation of service was not idempotent.');
    expect(() => ask(region, 'ECS', 'DeleteCluster', { cluster: 'main' })).toThrow(
      expect.objectContaining({ name: 'ClusterContainsServicesException' }),
    );
  });
  test('starts no deployment when only the count changes', () => {
    const region = running();
    update(region, { desiredCount: 2 });
    pass(region, 120);
    expect(readService(region)).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
    expect(deployments(region)).toHaveLength(1);
  });
});

describe('a region', () => {
  const run = (restart: boolean) => {
    let region = makeWorld({ seed: 7 });
    makeService(region, registered(region, 'acme/crashes:1'), breaker());
    for (let step = 0; step < 120 && region.fireNext(); step += 1)
      if (restart) region = makeWorld({ state: structuredClone(region.state) });
    return JSON.stringify(region.state);
  };
  test('made again from its state between any two timers ends in the same state', () => expect(run(true)).toBe(run(false)));
  test('replays byte for byte with the same seed', () => expect(run(false)).toBe(run(false)));
});

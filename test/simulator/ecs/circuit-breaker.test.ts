import { describe, expect, test } from 'vitest';
import { ask, breaker, makeService, makeWorld, pass, readService, readTasks, registered } from './container-world.ts';

type World = ReturnType<typeof makeWorld>;
const deployments = (region: World) => {
  const { serviceDeployments } = ask(region, 'ECS', 'ListServiceDeployments', { cluster: 'main', service: 'web' });
  return ask(region, 'ECS', 'DescribeServiceDeployments', {
    serviceDeploymentArns: serviceDeployments.map((one: { serviceDeploymentArn: string }) => one.serviceDeploymentArn),
  }).serviceDeployments;
};

describe('the circuit breaker', () => {
  const threshold = (desiredCount: number, thresholdConfiguration?: object) => {
    const region = makeWorld();
    const deploymentCircuitBreaker = {
      enable: true,
      rollback: true,
      ...(thresholdConfiguration ? { thresholdConfiguration } : {}),
    };
    makeService(region, registered(region, 'nginx:1.27'), {
      desiredCount,
      deploymentConfiguration: { deploymentCircuitBreaker },
    });
    return deployments(region)[0].deploymentCircuitBreaker.threshold;
  };
  test.each([
    [1, 3],
    [25, 13],
    [400, 200],
  ])('of %i tasks trips at %i', (desired, expected) => {
    expect(threshold(desired)).toBe(expected);
  });
  test('takes a COUNT as it is and an unbounded percentage without clamp', () => {
    expect(threshold(1, { type: 'COUNT', value: 2 })).toBe(2);
    expect(threshold(2, { type: 'UNBOUNDED_PERCENT', value: 50 })).toBe(1);
  });
  test.each([
    [true, 'IN_PROGRESS', 1],
    [false, 'FAILED', 3],
  ])(
    'with resetOnHealthyTask %s is %s after a healthy task between failures',
    (resetOnHealthyTask, rolloutState, failedTasks) => {
      const region = makeWorld();
      const state = () => readService(region).deployments[0];
      const runningTasks = () => readTasks(region).filter(({ lastStatus }: { lastStatus: string }) => lastStatus === 'RUNNING');
      const until = (reached: () => boolean) => {
        while (!reached()) region.fireNext();
      };
      const stop = (task: string) => region.call('ECS', 'StopTask', { cluster: 'main', task });
      const deploymentCircuitBreaker = { enable: true, rollback: false, resetOnHealthyTask };
      region.setKnob('dockerHub.rateLimited', true);
      makeService(region, registered(region, 'nginx:1.27'), {
        desiredCount: 2,
        deploymentConfiguration: { deploymentCircuitBreaker },
      });
      until(() => state().failedTasks === 2);
      region.setKnob('dockerHub.rateLimited', undefined);
      until(() => runningTasks().length === 2);
      const [first, second] = runningTasks();
      stop(first.taskArn);
      pass(region, (second.startedAt.getTime() + 41_000 - region.state.now) / 1000);
      region.setKnob('dockerHub.rateLimited', true);
      for (const { taskArn } of readTasks(region)) if (taskArn !== second.taskArn) stop(taskArn);
      const before = state().failedTasks;
      until(() => state().failedTasks > before);
      expect(state()).toMatchObject({ rolloutState, failedTasks });
    },
  );
  test('counts failed container health checks', () => {
    const region = makeWorld();
    const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost:81/ || exit 1'], interval: 5, retries: 2 };
    makeService(region, registered(region, 'nginx:1.27', { healthCheck }), breaker());
    pass(region, 400);
    expect(readService(region).deployments[0].rolloutState).toBe('FAILED');
    expect(readTasks(region, 'STOPPED')[0].stoppedReason).toBe('Task failed container health checks');
  });
  test('counts failed load balancer health checks', () => {
    const region = makeWorld();
    const loadBalancers = [{ targetGroupArn: 'arn:tg', containerName: 'app', containerPort: 8080 }];
    makeService(region, registered(region, 'nginx:1.27', { portMappings: [{ containerPort: 8080 }] }), {
      loadBalancers,
      ...breaker(),
    });
    pass(region, 2400);
    expect(readService(region).deployments[0].rolloutState).toBe('FAILED');
    expect(readTasks(region, 'STOPPED')[0].stoppedReason).toBe('Task failed ELB health checks in (target-group arn:tg)');
  });
});

import { describe, expect, test } from 'vitest';
import { healthCommandPasses } from '../../../simulator/ecs/health-command-passes.ts';
import { breaker, makeService, makeWorld, pass, readService, readTasks, registered } from './container-world.ts';

type World = ReturnType<typeof makeWorld>;
const curl = { command: ['CMD-SHELL', 'curl -f http://localhost:80/ || exit 1'], interval: 10, retries: 3 };

function started(container: object, seconds = 60, service: object = {}, task: object = {}, image = 'nginx:1.27') {
  const region = makeWorld();
  makeService(region, registered(region, image, container, task), service);
  pass(region, seconds);
  return region;
}
const health = (region: World) => {
  const [task] = readTasks(region);
  return [task.healthStatus, ...task.containers.map(({ healthStatus }: { healthStatus: string }) => healthStatus)];
};
/** Fires until the first task runs, and says when that was. */
function running(region: World): void {
  while (readTasks(region)[0]?.lastStatus !== 'RUNNING') region.fireNext();
}

describe('a container health check', () => {
  test('is UNKNOWN until the first, which comes an interval after the start', () => {
    const region = started({ healthCheck: curl }, 1);
    running(region);
    pass(region, 9);
    expect(health(region)).toEqual(['UNKNOWN', 'UNKNOWN']);
    pass(region, 2);
    expect(health(region)).toEqual(['HEALTHY', 'HEALTHY']);
  });
  test('makes the deployment wait for it instead of 40 seconds', () => {
    const region = started({ healthCheck: { ...curl, interval: 60 } }, 1);
    running(region);
    pass(region, 55);
    expect(readService(region).deployments[0].rolloutState).toBe('IN_PROGRESS');
    pass(region, 15);
    expect(readService(region).deployments[0].rolloutState).toBe('COMPLETED');
  });
  test('that fails so many times in a row has the task replaced, and of two that fail one is stopped', () => {
    const region = started({ healthCheck: { ...curl, command: ['CMD', 'curl', '-f', 'http://localhost:81/'] } }, 1);
    running(region);
    pass(region, 29);
    expect(readTasks(region)).toHaveLength(1);
    pass(region, 3);
    expect(health(region)).toEqual(['UNHEALTHY', 'UNHEALTHY']);
    expect(readTasks(region)).toHaveLength(2);
    expect(readTasks(region, 'STOPPED')).toEqual([]);
    pass(region, 80);
    const [task] = readTasks(region, 'STOPPED');
    expect(task).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Task failed container health checks',
      healthStatus: 'UNHEALTHY',
    });
    expect(readTasks(region)).toHaveLength(2);
  });
  test.each([
    [
      'when maximumPercent leaves no room',
      undefined,
      { deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 0 } },
    ],
    ['with the knob ecs.stopsUnhealthyFirst', true, {}],
  ])('%s stops the task before it is replaced', (_when, knob, service) => {
    const region = makeWorld();
    region.setKnob('ecs.stopsUnhealthyFirst', knob);
    makeService(region, registered(region, 'nginx:1.27', { healthCheck: { ...curl, command: ['CMD', 'false'] } }), service);
    running(region);
    pass(region, 32);
    expect(readTasks(region, 'STOPPED')[0].stoppedReason).toBe('Task failed container health checks');
    pass(region, 30);
    expect(readTasks(region)).toHaveLength(1);
  });
  test('does not count its failures in the start period', () => {
    const slow = { environment: [{ name: 'STARTUP_SECONDS', value: '45' }] };
    const soon = (startPeriod: number) => {
      const region = started({ ...slow, healthCheck: { ...curl, startPeriod } }, 1);
      running(region);
      pass(region, 35);
      return region;
    };
    expect(health(soon(0))).toEqual(['UNHEALTHY', 'UNHEALTHY']);
    const patient = soon(60);
    expect(health(patient)).toEqual(['UNKNOWN', 'UNKNOWN']);
    pass(patient, 20);
    expect(health(patient)).toEqual(['HEALTHY', 'HEALTHY']);
  });
  test('that succeeds again makes the task well again, and its replacement goes', () => {
    const slow = { environment: [{ name: 'STARTUP_SECONDS', value: '45' }] };
    const region = started({ ...slow, healthCheck: curl }, 1);
    running(region);
    const [{ taskArn }] = readTasks(region);
    pass(region, 35);
    expect(readTasks(region)).toHaveLength(2);
    pass(region, 60);
    expect(readTasks(region)).toMatchObject([{ taskArn, healthStatus: 'HEALTHY' }]);
  });
  test('finds out later that a program answers no more', () => {
    const region = started({ environment: [{ name: 'DEAF_AFTER_SECONDS', value: '100' }], healthCheck: curl }, 90);
    const [{ taskArn }] = readTasks(region);
    expect(health(region)).toEqual(['HEALTHY', 'HEALTHY']);
    pass(region, 60);
    expect(readTasks(region)[0]).toMatchObject({ taskArn, healthStatus: 'UNHEALTHY' });
    pass(region, 60);
    expect(readTasks(region)).not.toContainEqual(expect.objectContaining({ taskArn }));
    expect(readTasks(region, 'STOPPED')[0].stoppedReason).toBe('Task failed container health checks');
  });
  test('is forgiven in the grace period of the service', () => {
    const broken = { healthCheck: { ...curl, command: ['CMD', 'false'] } };
    const region = started(broken, 100, { healthCheckGracePeriodSeconds: 120 });
    expect(health(region)).toEqual(['UNHEALTHY', 'UNHEALTHY']);
    expect(readTasks(region)).toHaveLength(1);
    pass(region, 60);
    expect(readTasks(region)).toHaveLength(2);
  });
  test('of a container that is not essential is shown and stops nothing', () => {
    const app = { name: 'app', image: 'nginx:1.27' };
    const side = { name: 'side', image: 'busybox:1.36', essential: false, command: ['sleep', 'infinity'] };
    const healthCheck = { command: ['CMD', 'false'], interval: 5 };
    const region = started({}, 200, breaker(), { containerDefinitions: [app, { ...side, healthCheck }] });
    expect(health(region)).toEqual(['UNKNOWN', 'UNKNOWN', 'UNHEALTHY']);
    expect(readService(region).deployments[0].rolloutState).toBe('COMPLETED');
  });
  test.each([
    [undefined, 'COMPLETED'],
    [true, 'IN_PROGRESS'],
  ])('beside an essential container without one: with the knob %s the deployment is %s', (knob, rolloutState) => {
    const region = makeWorld();
    region.setKnob('ecs.uncheckedContainerIsUnknown', knob);
    const side = { name: 'side', image: 'busybox:1.36', command: ['sleep', 'infinity'] };
    const containerDefinitions = [{ name: 'app', image: 'nginx:1.27', healthCheck: curl }, side];
    makeService(region, registered(region, '', {}, { containerDefinitions }));
    pass(region, 200);
    expect(health(region)).toEqual(['UNKNOWN', 'HEALTHY', 'UNKNOWN']);
    expect(readService(region).deployments[0].rolloutState).toBe(rolloutState);
  });
});

describe('a health check command', () => {
  const scene = { programs: ['sh', 'curl', 'pg_isready'], listens: (port: number) => port === 8080 };
  const passes = (...command: readonly string[]) => healthCommandPasses(command, scene);
  test('fails when the image has no such program, or no shell for it', () => {
    expect(passes('CMD', 'wget', 'http://localhost:8080')).toBe(false);
    expect(passes('CMD-SHELL', 'wget -q http://localhost:8080 || exit 1')).toBe(false);
    expect(healthCommandPasses(['CMD-SHELL', 'exit 0'], { ...scene, programs: [] })).toBe(false);
  });
  test('that asks localhost says whether somebody of the task listens there', () => {
    expect(passes('CMD', 'curl', '-f', 'http://127.0.0.1:8080/health')).toBe(true);
    expect(passes('CMD-SHELL', 'curl -f http://localhost/ || exit 1')).toBe(false);
    expect(passes('CMD-SHELL', 'curl -f http://localhost/ || curl -f http://localhost:8080/')).toBe(true);
    expect(passes('CMD-SHELL', 'curl -s http://localhost:8080/ && exit 1')).toBe(false);
  });
  test('of anything else is taken at its word', () => {
    expect(passes('CMD', 'pg_isready')).toBe(true);
    expect(passes('CMD-SHELL', 'exit 1')).toBe(false);
  });
});

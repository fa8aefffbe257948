import { describe, expect, test } from 'vitest';
import { breaker, makeService, makeWorld, pass, readService, readTasks, registered } from './container-world.ts';

type World = ReturnType<typeof makeWorld>;
const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': '/app', 'awslogs-stream-prefix': 'web' } };
const app = { name: 'app', image: 'nginx:1.27', essential: true, portMappings: [{ containerPort: 80 }], logConfiguration };
const side = { name: 'side', image: 'busybox:1.36', essential: false, command: ['sleep', 'infinity'], logConfiguration };
const runs = (command: string) => ({ command: ['sh', '-c', command] });

function started(containerDefinitions: readonly object[], seconds = 60, more: object = {}) {
  const region = makeWorld();
  makeService(region, registered(region, '', {}, { containerDefinitions }), more);
  pass(region, seconds);
  return region;
}
const statuses = (region: World) =>
  Object.fromEntries(
    readTasks(region)[0].containers.map(({ name, lastStatus }: { name: string; lastStatus: string }) => [name, lastStatus]),
  );

describe('several containers', () => {
  test('write to one stream each', () => {
    const region = started([app, { ...side, ...runs('echo hello; sleep infinity') }]);
    const id = readTasks(region)[0].taskArn.split('/').at(-1);
    const groups = region.context.state<{ groups: Record<string, Record<string, string[]>> }>('CloudWatchLogs').groups;
    expect(groups['/app']).toEqual({ [`web/app/${id}`]: ['start worker processes'], [`web/side/${id}`]: ['hello'] });
  });
  test('go on when one that is not essential ends', () => {
    const region = started([app, { ...side, ...runs('exit 3') }], 120);
    expect(statuses(region)).toEqual({ app: 'RUNNING', side: 'STOPPED' });
    expect(readTasks(region)[0].containers[1].exitCode).toBe(3);
    expect(readService(region).deployments[0].rolloutState).toBe('COMPLETED');
  });
  test('stop together when an essential one ends, whose being essential need not be said', () => {
    const { essential: _said, ...unsaid } = side;
    const region = started([app, { ...unsaid, ...runs('exit 3') }]);
    expect(readTasks(region, 'STOPPED')[0]).toMatchObject({
      stopCode: 'EssentialContainerExited',
      containers: [
        { name: 'app', exitCode: 0 },
        { name: 'side', exitCode: 3 },
      ],
    });
  });
});

test('a task of several containers made again from its state between any two timers ends the same', () => {
  const healthCheck = { command: ['CMD', 'curl', 'http://localhost'], interval: 10 };
  const first = { ...side, ...runs('sleep 20') };
  const web = { ...app, healthCheck, dependsOn: [{ containerName: 'side', condition: 'SUCCESS' }] };
  const run = (restart: boolean) => {
    let region = makeWorld({ seed: 7 });
    makeService(region, registered(region, '', {}, { containerDefinitions: [web, first] }), breaker());
    for (let step = 0; step < 120 && region.fireNext(); step += 1)
      if (restart) region = makeWorld({ state: JSON.parse(JSON.stringify(region.state)) });
    expect(readService(region).deployments[0].rolloutState).toBe('COMPLETED');
    return JSON.stringify(region.state);
  };
  expect(run(true)).toBe(run(false));
});

describe('a container that depends on another', () => {
  const dependent = (condition: string) => ({ ...app, dependsOn: [{ containerName: 'side', condition }] });
  test('with START starts after it, and the task runs', () => {
    expect(statuses(started([dependent('START'), side]))).toEqual({ app: 'RUNNING', side: 'RUNNING' });
  });
  test.each(['COMPLETE', 'SUCCESS'])('with %s waits for its end, and the task is PENDING until then', (condition) => {
    const waiting = started([dependent(condition), { ...side, ...runs('sleep 90; exit 0') }], 60);
    expect(statuses(waiting)).toEqual({ app: 'PENDING', side: 'RUNNING' });
    expect(readTasks(waiting)[0].lastStatus).toBe('PENDING');
    pass(waiting, 90);
    expect(statuses(waiting)).toEqual({ app: 'RUNNING', side: 'STOPPED' });
    expect(readTasks(waiting)[0].lastStatus).toBe('RUNNING');
  });
  test('with COMPLETE does not mind how it ended', () => {
    expect(statuses(started([dependent('COMPLETE'), { ...side, ...runs('exit 1') }]))).toEqual({
      app: 'RUNNING',
      side: 'STOPPED',
    });
  });
  test('with SUCCESS never starts when it failed, and the task stops', () => {
    const region = started([dependent('SUCCESS'), { ...side, ...runs('exit 1') }], 400, breaker(false));
    const [task] = readTasks(region, 'STOPPED');
    expect(task).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 143 }, { exitCode: 1 }] });
    expect(task.startedAt).toBeUndefined();
    expect(readService(region).deployments[0].rolloutState).toBe('FAILED');
  });
  test('with HEALTHY waits for its health check', () => {
    const web = { ...app, name: 'side', healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost/'], interval: 30 } };
    const late = { ...side, name: 'app', dependsOn: [{ containerName: 'side', condition: 'HEALTHY' }] };
    const region = started([late, web], 45);
    expect(statuses(region)).toEqual({ app: 'PENDING', side: 'RUNNING' });
    pass(region, 40);
    expect(statuses(region)).toEqual({ app: 'RUNNING', side: 'RUNNING' });
  });
  test('gives up when the other one’s startTimeout is over', () => {
    const region = started([dependent('SUCCESS'), { ...side, startTimeout: 60 }], 90);
    pass(region, 60);
    expect(readTasks(region, 'STOPPED')[0]).toMatchObject({ stopCode: 'EssentialContainerExited' });
  });
});

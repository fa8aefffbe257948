import { describe, expect, test } from 'vitest';
import type { Ec2State } from '../../../simulator/ec2/ec2-state.ts';
import {
  addEndpoint,
  ask,
  listen,
  logLines,
  makeService,
  makeWorld,
  pass,
  readService,
  readTasks,
  registered,
} from './container-world.ts';

const repository = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app';
const network = (region: ReturnType<typeof makeWorld>) => region.context.state<Ec2State>('EC2');

function stoppedReason(
  image: string,
  prepare: (region: ReturnType<typeof makeWorld>) => void = () => {},
  more: object = {},
  task: object = {},
) {
  const region = makeWorld();
  prepare(region);
  makeService(region, registered(region, image, more, task));
  pass(region, 260);
  return readTasks(region, 'STOPPED')[0];
}

describe('a task that starts', () => {
  test('goes through PROVISIONING and PENDING to RUNNING in 15 to 40 seconds', () => {
    const region = makeWorld();
    makeService(region, registered(region, 'nginx:1.27'));
    pass(region, 3);
    expect(readTasks(region)[0].lastStatus).toBe('PROVISIONING');
    pass(region, 10);
    expect(readTasks(region)[0].lastStatus).toBe('PENDING');
    pass(region, 30);
    const [task] = readTasks(region);
    expect(task.lastStatus).toBe('RUNNING');
    const seconds = (task.startedAt.getTime() - task.createdAt.getTime()) / 1000;
    expect(seconds).toBeGreaterThan(13);
    expect(seconds).toBeLessThan(41);
    expect(task.attachments[0].details).toContainEqual({ name: 'privateIPv4Address', value: '10.0.1.10' });
  });
  test('writes its output to <prefix>/<container>/<task id>', () => {
    const region = makeWorld();
    makeService(region, registered(region, 'acme/crashes:1'));
    pass(region, 60);
    expect(logLines(region, '/app')[0]).toBe('panic: configuration file /app/config.yaml not found');
  });
  test('emits a task state change with group, version and containers at every step', async () => {
    const heard: { detail: { lastStatus: string; group: string; version: number } }[] = [];
    const region = makeWorld({ runLambda: async (_, event) => void heard.push(event as (typeof heard)[number]) });
    listen(region, 'aws.ecs');
    makeService(region, registered(region, 'nginx:1.27'));
    pass(region, 60);
    await new Promise(setImmediate);
    const tasks = heard.filter(({ detail }) => detail.lastStatus).sort((one, other) => one.detail.version - other.detail.version);
    expect(tasks.map(({ detail }) => detail.lastStatus)).toEqual(['PROVISIONING', 'PENDING', 'RUNNING']);
    expect(tasks[0]?.detail.group).toBe('service:web');
    expect(tasks[0]?.detail).toMatchObject({ cpu: '256', memory: '512', availabilityZone: 'eu-west-1a' });
  });
});

describe('a task that cannot start says why', () => {
  test('when its role cannot be assumed', () => {
    const task = stoppedReason('nginx:1.27', undefined, {}, { executionRoleArn: 'arn:aws:iam::111122223333:role/missing' });
    expect(task.stopCode).toBe('TaskFailedToStart');
    expect(task.stoppedReason).toContain("ECS was unable to assume the role 'arn:aws:iam::111122223333:role/missing'");
  });
  test('when a tag is not in Docker Hub', () => {
    expect(stoppedReason('nginx:0.1').stoppedReason).toBe(
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/nginx:0.1: docker.io/library/nginx:0.1: not found',
    );
  });
  test('when Docker Hub limits anonymous pulls', () => {
    const task = stoppedReason('nginx:1.27', (region) => region.setKnob('dockerHub.rateLimited', true));
    expect(task.stoppedReason).toContain('toomanyrequests: You have reached your unauthenticated pull rate limit');
  });
  test('when an image is private', () => {
    expect(stoppedReason('acme/private:1').stoppedReason).toContain('pull access denied');
  });
  test('when the platform is not in the index', () => {
    const task = stoppedReason('acme/amd64-only:1', undefined, {}, { runtimePlatform: { cpuArchitecture: 'ARM64' } });
    expect(task.stoppedReason).toContain("image Manifest does not contain descriptor matching platform 'linux/arm64'");
  });
  test('when the log group does not exist', () => {
    const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': '/gone', 'awslogs-stream-prefix': 'x' } };
    expect(stoppedReason('nginx:1.27', undefined, { logConfiguration }).stoppedReason).toContain(
      'failed to initialize logging driver',
    );
  });
  test('when the registry cannot be reached, and only after minutes', () => {
    const region = makeWorld();
    network(region).natGateways = {};
    makeService(region, registered(region, 'nginx:1.27'));
    pass(region, 100);
    expect(readTasks(region, 'STOPPED')).toEqual([]);
    pass(region, 150);
    expect(readTasks(region, 'STOPPED')[0].stoppedReason).toContain('dial tcp: lookup registry-1.docker.io: i/o timeout');
  });
  test('when ecr.api has no endpoint in an isolated subnet', () => {
    const task = stoppedReason(`${repository}:1`, (region) => {
      network(region).natGateways = {};
      for (const service of ['ecr.dkr', 'logs']) addEndpoint(network(region), service);
    });
    expect(task.stoppedReason).toContain(
      'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth',
    );
  });
  test('when ECR has no such image', () => {
    const task = stoppedReason(`${repository}:1`, (region) => region.call('ECR', 'CreateRepository', { repositoryName: 'app' }));
    expect(task.stoppedReason).toContain(`failed to resolve ref ${repository}:1: ${repository}:1: not found`);
  });
  test('when the layers in S3 cannot be reached', () => {
    const task = stoppedReason(`${repository}:1`, (region) => {
      network(region).natGateways = {};
      for (const service of ['ecr.api', 'ecr.dkr', 'logs']) addEndpoint(network(region), service);
    });
    expect(task.stoppedReason).toContain('prod-eu-west-1-starport-layer-bucket');
  });
  test('when a secret does not exist', () => {
    const valueFrom = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:none-abcdef';
    expect(stoppedReason('nginx:1.27', undefined, { secrets: [{ name: 'X', valueFrom }] }).stoppedReason).toContain(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    );
  });
  test('when secretsmanager has no endpoint in an isolated subnet', () => {
    const valueFrom = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:hub-abcdef';
    const isolate = (region: ReturnType<typeof makeWorld>) => {
      network(region).natGateways = {};
    };
    expect(stoppedReason('nginx:1.27', isolate, { secrets: [{ name: 'X', valueFrom }] }).stoppedReason).toContain(
      'There is a connection issue between the task and AWS Secrets Manager.',
    );
  });
  test('when the endpoint of logs does not let it in', () => {
    const task = stoppedReason('nginx:1.27', (region) => addEndpoint(network(region), 'logs', { GroupIds: ['sg-other'] }));
    expect(task.stoppedReason).toContain(
      "The task cannot find the Amazon CloudWatch log group '/app' defined in the task definition. There is a connection issue",
    );
  });
  test('when its subnet has gone', () => {
    const task = stoppedReason('nginx:1.27', (region) => {
      network(region).subnets = {};
    });
    expect(task.stoppedReason).toContain('Unexpected EC2 error while attempting to Create Network Interface');
  });
  test('when the program is not in the image', () => {
    expect(stoppedReason('busybox:1.36', undefined, { command: ['nope'] }).stoppedReason).toContain('CannotStartContainerError');
  });
});

describe('a container', () => {
  test('that exits stops its task with the exit code', () => {
    const task = stoppedReason('busybox:1.36', undefined, { command: ['sh', '-c', 'echo bye; exit 7'] });
    expect(task).toMatchObject({ stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' });
    expect(task.containers[0].exitCode).toBe(7);
  });
  test('that needs more memory than its task has is killed, and says so', () => {
    const environment = [{ name: 'NEEDS_MIB', value: '600' }];
    const [container] = stoppedReason('nginx:1.27', undefined, { environment }, { cpu: '256', memory: '512' }).containers;
    expect(container).toMatchObject({ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' });
    expect(stoppedReason('nginx:1.27', undefined, { environment }, { cpu: '256', memory: '1024' })).toBeUndefined();
  });
  test('that sleeps ends when it has slept', () => {
    const region = makeWorld();
    makeService(region, registered(region, 'busybox:1.36', { command: ['sleep', '120'] }));
    pass(region, 100);
    expect(readTasks(region)[0].lastStatus).toBe('RUNNING');
    pass(region, 100);
    expect(readTasks(region, 'STOPPED')[0].containers[0].exitCode).toBe(0);
  });
});

describe('a stopped task', () => {
  test('is forgotten after an hour', () => {
    const region = makeWorld();
    makeService(region, registered(region, 'nginx:1.27'));
    pass(region, 120);
    const [task] = readTasks(region);
    region.call('ECS', 'StopTask', { cluster: 'main', task: task.taskArn });
    pass(region, 3500);
    expect(readTasks(region, 'STOPPED')[0]).toMatchObject({ stopCode: 'UserInitiated', taskArn: task.taskArn });
    pass(region, 200);
    expect(ask(region, 'ECS', 'DescribeTasks', { cluster: 'main', tasks: [task.taskArn] }).tasks).toEqual([]);
  });
  test('leaves its interface for 10 to 60 seconds after its service is gone', () => {
    const region = makeWorld();
    makeService(region, registered(region, 'nginx:1.27'));
    pass(region, 120);
    region.call('ECS', 'DeleteService', { cluster: 'main', service: 'web', force: true });
    while (readService(region).status !== 'INACTIVE') region.fireNext();
    expect(Object.keys(network(region).networkInterfaces)).toHaveLength(1);
    pass(region, 61);
    expect(Object.keys(network(region).networkInterfaces)).toHaveLength(0);
  });
});

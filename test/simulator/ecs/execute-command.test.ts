import { describe, expect, test } from 'vitest';
import type { Ec2State } from '../../../simulator/ec2/ec2-state.ts';
import type { IamState } from '../../../simulator/iam/iam-state.ts';
import { addEndpoint, ask, makeService, makeWorld, pass, readTasks, registered } from './container-world.ts';

type World = ReturnType<typeof makeWorld>;
const taskRoleArn = 'arn:aws:iam::111122223333:role/task';
const actions = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];

function allow(region: World, names: readonly string[]): void {
  const role = region.context.state<IamState>('IAM').roles.task;
  const Action = names.map((name) => `ssmmessages:${name}`);
  if (role) role.policies = { exec: { Statement: { Effect: 'Allow', Action, Resource: '*' } } };
}

function running(container: object = {}, service: object = { enableExecuteCommand: true }, task: object = {}): World {
  const region = makeWorld();
  allow(region, actions);
  makeService(region, registered(region, 'nginx:1.27', container, { taskRoleArn, ...task }), service);
  pass(region, 60);
  return region;
}
function execute(region: World, more: object = {}) {
  const [{ taskArn }] = readTasks(region);
  return ask(region, 'ECS', 'ExecuteCommand', { cluster: 'main', task: taskArn, command: 'sh', interactive: true, ...more });
}
const agents = (region: World) => readTasks(region)[0].containers[0].managedAgents;
const notRunning = expect.objectContaining({
  name: 'InvalidParameterException',
  message: expect.stringMatching(/^The execute command failed because execute command was not enabled when the task was run/),
});
const notConnected = expect.objectContaining({
  name: 'TargetNotConnectedException',
  message: 'The execute command failed due to an internal error. Try again later.',
});

describe('ExecuteCommand', () => {
  test('answers a session of Session Manager', () => {
    const answer = execute(running());
    expect(answer).toMatchObject({ containerName: 'app', interactive: true });
    expect(answer.session.sessionId).toMatch(/^ecs-execute-command-/);
    expect(answer.session.streamUrl).toMatch(/^wss:\/\/ssmmessages\.eu-west-1\.amazonaws\.com\/v1\/data-channel\//);
  });
  test('needs a task that was started with it', () => {
    const region = running({}, {});
    expect(agents(region)).toBeUndefined();
    expect(() => execute(region)).toThrow(notRunning);
    region.call('ECS', 'UpdateService', { cluster: 'main', service: 'web', enableExecuteCommand: true });
    expect(() => execute(region)).toThrow(notRunning);
  });
  test('needs its agent, which is PENDING, then RUNNING, then STOPPED', () => {
    const region = running();
    expect(agents(region)).toMatchObject([{ name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' }]);
    const [{ taskArn }] = readTasks(region);
    region.call('ECS', 'StopTask', { cluster: 'main', task: taskArn });
    pass(region, 20);
    const [stopped] = ask(region, 'ECS', 'DescribeTasks', { cluster: 'main', tasks: [taskArn] }).tasks;
    expect(stopped.containers[0].managedAgents[0].lastStatus).toBe('STOPPED');
    expect(agents(region)).toEqual([{ name: 'ExecuteCommandAgent', lastStatus: 'PENDING' }]);
  });
  test('has no agent in a read-only file system', () => {
    const region = running({ readonlyRootFilesystem: true });
    expect(agents(region)).toEqual([{ name: 'ExecuteCommandAgent', lastStatus: 'STOPPED' }]);
    expect(() => execute(region)).toThrow(notRunning);
  });
  test.each(actions)('is not connected when the task role lacks %s', (lacking) => {
    const region = running();
    allow(
      region,
      actions.filter((action) => action !== lacking),
    );
    expect(() => execute(region)).toThrow(notConnected);
  });
  test('is not connected without a way to ssmmessages', () => {
    const region = running();
    const network = region.context.state<Ec2State>('EC2');
    network.natGateways = {};
    expect(() => execute(region)).toThrow(notConnected);
    addEndpoint(network, 'ssmmessages');
    expect(execute(region).interactive).toBe(true);
  });
  test('is refused without interactive, for a task that is not there, for one of several containers that is not named', () => {
    const refusal = (message: string) => expect.objectContaining({ name: 'InvalidParameterException', message });
    const region = running();
    expect(() => execute(region, { interactive: false })).toThrow(refusal('Interactive is the only mode supported currently.'));
    expect(() => execute(region, { task: 'none' })).toThrow(refusal('The referenced task was not found.'));
    const side = { name: 'side', image: 'busybox:1.36', command: ['sleep', 'infinity'] };
    const containerDefinitions = [{ name: 'app', image: 'nginx:1.27' }, side];
    const two = running({}, undefined, { containerDefinitions });
    expect(() => execute(two)).toThrow(expect.objectContaining({ name: 'InvalidParameterException' }));
    expect(execute(two, { container: 'side' }).containerName).toBe('side');
  });
  test('with the knob ecs.execAgentNeedsChannel an agent without a channel is STOPPED', () => {
    const region = makeWorld();
    region.setKnob('ecs.execAgentNeedsChannel', true);
    allow(region, []);
    makeService(region, registered(region, 'nginx:1.27', {}, { taskRoleArn }), { enableExecuteCommand: true });
    pass(region, 60);
    expect(agents(region)[0].lastStatus).toBe('STOPPED');
  });
  test('is not enabled for a service without a task role', () => {
    const region = makeWorld();
    expect(() => makeService(region, registered(region, 'nginx:1.27'), { enableExecuteCommand: true })).toThrow(
      /because a valid taskRoleArn is not being used/,
    );
  });
});

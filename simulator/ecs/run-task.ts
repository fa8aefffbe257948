import type { Context } from '../service.ts';
import { emitTask } from './ecs-events.ts';
import { arnOf, ecsState, revisionOf, tasksOf } from './ecs-lookup.ts';
import type { Deployment, EcsService, Task, TaskDefinition } from './ecs-state.ts';
import { checkStart } from './start-checks.ts';
import { stopTask } from './stop-task.ts';

/** A task of a service: PROVISIONING, PENDING, RUNNING, 15–40 s in all for a small image. */
export function startTask(service: EcsService, deployment: Deployment, context: Context): Task {
  const state = ecsState(context);
  const { spec } = revisionOf(deployment.revisionArn, context);
  const subnets = spec.network.awsvpcConfiguration?.subnets ?? [];
  const id = context.id(32, '0123456789abcdef');
  const cluster = service.clusterArn.slice(service.clusterArn.lastIndexOf('/') + 1);
  const task: Task = {
    id,
    arn: arnOf(context, `task/${cluster}/${id}`),
    clusterArn: service.clusterArn,
    serviceArn: service.arn,
    deploymentId: deployment.id,
    revisionArn: deployment.revisionArn,
    taskDefinition: spec.taskDefinition,
    group: `service:${service.name}`,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    healthStatus: 'UNKNOWN',
    passedBalancers: false,
    unfit: null,
    healthy: false,
    version: 0,
    createdAt: context.now(),
    startedAt: null,
    stoppingAt: null,
    stoppedAt: null,
    pullStartedAt: null,
    pullStoppedAt: null,
    stopCode: null,
    stoppedReason: null,
    containers: (state.taskDefinitions[spec.taskDefinition]?.containers ?? []).map(({ name = '', image = '' }) => ({
      name,
      image,
      imageDigest: null,
      runtimeId: null,
      lastStatus: 'PENDING',
      startedAt: null,
      exitCode: null,
      reason: null,
      healthStatus: 'UNKNOWN',
      failedChecks: 0,
      agent: spec.enableExecuteCommand ? { lastStatus: 'PENDING', startedAt: null, reason: null } : null,
    })),
    // Spread over the zones as the scheduler does.
    subnetId: subnets[tasksOf(service, context).length % Math.max(1, subnets.length)] ?? '',
    networkInterface: null,
    registeredIn: [],
    discoverableIn: [],
    enableExecuteCommand: spec.enableExecuteCommand,
    behaviours: {},
  };
  state.tasks[task.arn] = task;
  emitTask(task, context);
  context.after(context.between(5, 12), 'ECS', 'provision', { task: task.arn });
  return task;
}

const failToStart = (task: Task, reason: string, context: Context) => stopTask(task, 'TaskFailedToStart', reason, context);

export function provision(data: { task: string }, context: Context): void {
  const task = waiting(data.task, context);
  if (!task) return;
  const definition = definitionOf(task, context);
  for (const RoleArn of [definition.executionRoleArn, definition.taskRoleArn]) {
    if (!RoleArn || canAssume(RoleArn, context)) continue;
    const text = `ECS was unable to assume the role '${RoleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;
    failToStart(task, text, context);
    return;
  }
  const { securityGroups = [], assignPublicIp } = networkOf(task, context);
  const withPublicIp = assignPublicIp === 'ENABLED';
  try {
    const made = context.call<{ NetworkInterfaceId: string; PrivateIpAddress: string; PublicIp?: string }>(
      'EC2',
      'CreateNetworkInterface',
      {
        SubnetId: task.subnetId,
        Groups: securityGroups,
        Description: `arn:aws:ecs:${context.region}:${context.account}:attachment/${task.id}`,
        AssignPublicIp: withPublicIp,
      },
    );
    task.networkInterface = { id: made.NetworkInterfaceId, privateIp: made.PrivateIpAddress, publicIp: made.PublicIp ?? null };
  } catch (error) {
    const withOrWithout = withPublicIp ? 'enabled' : 'disabled';
    const text = `Unexpected EC2 error while attempting to Create Network Interface with public IP assignment ${withOrWithout} in subnet '${task.subnetId}': ${(error as Error).name}`;
    failToStart(task, text, context);
    return;
  }
  task.lastStatus = 'PENDING';
  task.pullStartedAt = context.now();
  emitTask(task, context);
  context.after(context.between(1, 3), 'ECS', 'pull', { task: task.arn });
}

/** What cannot be reached is tried for minutes; what is not there is known at once. */
export function pull(data: { task: string }, context: Context): void {
  const task = waiting(data.task, context);
  if (!task) return;
  const { securityGroups = [] } = networkOf(task, context);
  const origin = { subnetId: task.subnetId, groupIds: securityGroups, publicIp: task.networkInterface?.publicIp != null };
  const result = checkStart(task.id, definitionOf(task, context), revisionOf(task.revisionArn, context), origin, context);
  if ('reason' in result) {
    const seconds = result.isNetwork ? context.between(120, 200) : context.between(8, 20);
    context.after(seconds, 'ECS', 'fail', { task: task.arn, reason: result.reason, container: result.container });
    return;
  }
  context.after(context.between(8, 22), 'ECS', 'start', { task: task.arn, ...result });
}

export function fail(data: { task: string; reason: string; container?: string }, context: Context): void {
  const task = waiting(data.task, context);
  if (!task) return;
  const container = task.containers.find(({ name }) => name === data.container);
  if (container) container.reason = data.reason;
  failToStart(task, data.reason, context);
}

function waiting(arn: string, context: Context): Task | undefined {
  const task = ecsState(context).tasks[arn];
  return task?.desiredStatus === 'RUNNING' ? task : undefined;
}

function definitionOf(task: Task, context: Context): TaskDefinition {
  const definition = ecsState(context).taskDefinitions[task.taskDefinition];
  if (!definition) throw new Error(`the task ${task.arn} has no task definition`);
  return definition;
}

const networkOf = (task: Task, context: Context) =>
  revisionOf(task.revisionArn, context).spec.network.awsvpcConfiguration ?? { subnets: [] };

function canAssume(RoleArn: string, context: Context): boolean {
  try {
    context.call('IAM', 'Assume', { RoleArn, Service: 'ecs-tasks.amazonaws.com' });
    return true;
  } catch {
    return false;
  }
}

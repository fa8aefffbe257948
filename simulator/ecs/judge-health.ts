import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../service.ts';
import type { Behaviour } from './container-behaviour.ts';
import { emitTask } from './ecs-events.ts';
import { ecsState, revisionOf } from './ecs-lookup.ts';
import type { Task, TaskDefinition } from './ecs-state.ts';
import { stopTask } from './stop-task.ts';
import { register, targetGroupHealth } from './target-group.ts';

/**
 * Decides when a running task counts as healthy for its deployment: 40 s after RUNNING when nothing checks it
 * (API_DeploymentConfiguration), otherwise when the last of its checks has passed.
 */
export function watchHealth(
  task: Task,
  definition: TaskDefinition,
  behaviours: Readonly<Record<string, Behaviour>>,
  context: Context,
): void {
  const service = ecsState(context).services[task.serviceArn];
  const { loadBalancers } = revisionOf(task.revisionArn, context).spec;
  const passes: number[] = [];
  const refusals: { after: number; reason: string }[] = [];
  for (const { targetGroupArn = '', containerName = '', containerPort = 0 } of loadBalancers) {
    register(task, targetGroupArn, containerPort, context);
    const { interval, healthy, unhealthy } = targetGroupHealth(targetGroupArn, context);
    const behaviour = behaviours[containerName];
    const listensAt = behaviour?.ports.includes(containerPort) ? behaviour.listensAfterSeconds : Number.POSITIVE_INFINITY;
    const patience = Math.max(service?.graceSeconds ?? 0, interval * unhealthy);
    if (listensAt <= patience) passes.push(listensAt + interval * healthy);
    else refusals.push({ after: patience, reason: `Task failed ELB health checks in (target-group ${targetGroupArn})` });
  }
  for (const container of definition.containers) {
    const { healthCheck, name = '' } = container;
    if (!healthCheck?.command?.length || healthCheck.command[0] === 'NONE') continue;
    const { interval = 30, retries = 3, startPeriod = 0 } = healthCheck;
    const patience = startPeriod + interval * retries;
    const answersAt = answers(container, behaviours[name]);
    if (answersAt <= patience) passes.push(Math.max(interval, answersAt + interval / 2));
    else refusals.push({ after: patience, reason: 'Task failed container health checks' });
  }
  const refusal = refusals.sort((one, other) => one.after - other.after)[0];
  if (refusal) context.after(refusal.after, 'ECS', 'unhealthy', { task: task.arn, reason: refusal.reason });
  else context.after(passes.length > 0 ? Math.max(...passes) : 40, 'ECS', 'healthy', { task: task.arn });
}

/** Seconds until the check's command would succeed: it asks a port, or it is taken at its word. */
function answers({ healthCheck }: ContainerDefinition, behaviour: Behaviour | undefined): number {
  const command = healthCheck?.command?.slice(1).join(' ') ?? '';
  const never = Number.POSITIVE_INFINITY;
  if (!behaviour || /^(false|exit [1-9])/.test(command)) return never;
  const [, port] = command.match(/(?:localhost|127\.0\.0\.1)(?::(\d+))?/) ?? [undefined, undefined];
  if (!/localhost|127\.0\.0\.1/.test(command)) return 0;
  return behaviour.ports.includes(Number(port ?? 80)) ? behaviour.listensAfterSeconds : never;
}

export function healthy({ task: arn }: { task: string }, context: Context): void {
  const task = ecsState(context).tasks[arn];
  if (task?.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') return;
  task.healthy = true;
  const checked = ecsState(context).taskDefinitions[task.taskDefinition]?.containers.some(({ healthCheck }) => healthCheck);
  if (checked) task.healthStatus = 'HEALTHY';
  const service = ecsState(context).services[task.serviceArn];
  const deployment = service?.deployments.find(({ id }) => id === task.deploymentId);
  if (service && deployment && service.breaker.resetOnHealthyTask) deployment.failedTasks = 0;
  if (service) context.after(0, 'ECS', 'schedule', { service: service.arn });
}

export function unhealthy({ task: arn, reason }: { task: string; reason: string }, context: Context): void {
  const task = ecsState(context).tasks[arn];
  if (task?.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') return;
  task.healthStatus = 'UNHEALTHY';
  emitTask(task, context);
  stopTask(task, 'ServiceSchedulerInitiated', reason, context);
}

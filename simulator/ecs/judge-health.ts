import type { Context } from '../service.ts';
import { emitTask } from './ecs-events.ts';
import { ecsState, revisionOf } from './ecs-lookup.ts';
import type { HealthStatus, Task, TaskDefinition } from './ecs-state.ts';
import { healthCheckOf } from './health-check-of.ts';
import { isEssential } from './is-essential.ts';
import { makeDiscoverable } from './service-registry.ts';
import { stopTask } from './stop-task.ts';
import { register, targetGroupHealth } from './target-group.ts';

/**
 * Decides when a running task counts as healthy for its deployment: 40 s after RUNNING when nothing checks it, otherwise
 * when its essential containers and its target groups have all found it well (API_DeploymentConfiguration).
 */
export function watchHealth(task: Task, definition: TaskDefinition, context: Context): void {
  const service = ecsState(context).services[task.serviceArn];
  const { loadBalancers } = revisionOf(task.revisionArn, context).spec;
  const passes: number[] = [];
  const refusals: { after: number; reason: string }[] = [];
  for (const { targetGroupArn = '', containerName = '', containerPort = 0 } of loadBalancers) {
    register(task, targetGroupArn, containerPort, context);
    const { interval, healthy, unhealthy } = targetGroupHealth(targetGroupArn, context);
    const behaviour = task.behaviours[containerName];
    const listensAt = behaviour?.ports.includes(containerPort) ? behaviour.listensAfterSeconds : Number.POSITIVE_INFINITY;
    const patience = Math.max(service?.graceSeconds ?? 0, interval * unhealthy);
    if (listensAt <= patience) passes.push(listensAt + interval * healthy);
    else refusals.push({ after: patience, reason: `Task failed ELB health checks in (target-group ${targetGroupArn})` });
  }
  const refusal = refusals.sort((one, other) => one.after - other.after)[0];
  if (refusal) context.after(refusal.after, 'ECS', 'unhealthy', { task: task.arn, reason: refusal.reason });
  else if (passes.length > 0) context.after(Math.max(...passes), 'ECS', 'healthy', { task: task.arn });
  else if (checkedContainers(definition).length === 0) {
    makeDiscoverable(task, context);
    context.after(40, 'ECS', 'healthy', { task: task.arn });
  } else {
    task.passedBalancers = true;
    containerHealthChanged(task, context);
  }
}

/** Nothing but its containers can now keep the task from being healthy. */
export function healthy({ task: arn }: { task: string }, context: Context): void {
  const task = ecsState(context).tasks[arn];
  if (!task) return;
  task.passedBalancers = true;
  containerHealthChanged(task, context);
}

export function unhealthy({ task: arn, reason }: { task: string; reason: string }, context: Context): void {
  const task = ecsState(context).tasks[arn];
  if (!task || !isRunning(task)) return;
  const service = ecsState(context).services[task.serviceArn];
  task.healthStatus = 'UNHEALTHY';
  emitTask(task, context);
  // AWS says both: replaced first (API_DeploymentConfiguration), and stopped first (API_HealthCheck).
  if (!service || context.knob('ecs.stopsUnhealthyFirst') === true) {
    stopTask(task, 'ServiceSchedulerInitiated', reason, context);
    return;
  }
  task.unfit = reason;
  task.healthy = false;
  context.after(0, 'ECS', 'schedule', { service: service.arn });
}

const failedChecks = 'Task failed container health checks';

/** Takes note of what the containers' checks say now. A task that is still PENDING is left to its dependencies. */
export function containerHealthChanged(task: Task, context: Context): void {
  const definition = ecsState(context).taskDefinitions[task.taskDefinition];
  if (!definition) return;
  task.healthStatus = taskHealth(task, definition);
  if (!isRunning(task)) return;
  const service = ecsState(context).services[task.serviceArn];
  if (task.healthStatus === 'UNHEALTHY') {
    if (task.unfit !== null) return;
    const graceEnds = (task.startedAt ?? 0) + (service?.graceSeconds ?? 0) * 1000;
    const left = (graceEnds - context.now()) / 1000;
    if (left > 0) context.after(left, 'ECS', 'graceOver', { task: task.arn });
    else unhealthy({ task: task.arn, reason: failedChecks }, context);
    return;
  }
  const checked = checkedContainers(definition);
  const wellIn = (names: readonly string[]) =>
    task.containers.every(({ name, healthStatus }) => !names.includes(name) || healthStatus === 'HEALTHY');
  if (!wellIn(checked)) return;
  if (task.unfit === failedChecks) task.unfit = null;
  if (checked.length > 0) makeDiscoverable(task, context);
  if (context.knob('ecs.uncheckedContainerIsUnknown') === true && checked.length > 0 && task.healthStatus !== 'HEALTHY') return;
  if (!task.passedBalancers || task.unfit !== null || task.healthy) return;
  task.healthy = true;
  const deployment = service?.deployments.find(({ id }) => id === task.deploymentId);
  if (service && deployment && service.breaker.resetOnHealthyTask) deployment.failedTasks = 0;
  if (service) context.after(0, 'ECS', 'schedule', { service: service.arn });
}

/** The grace period of the service is over: what is unhealthy now is no longer forgiven. */
export function graceOver({ task: arn }: { task: string }, context: Context): void {
  const task = ecsState(context).tasks[arn];
  if (task) containerHealthChanged(task, context);
}

const isRunning = (task: Task) => task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING';

const checkedContainers = ({ containers }: TaskDefinition) =>
  containers.flatMap((container) => (isEssential(container) && healthCheckOf(container) ? [container.name ?? ''] : []));

/** UNHEALTHY before UNKNOWN before HEALTHY, over the essential containers (API_HealthCheck). */
function taskHealth(task: Task, { containers }: TaskDefinition): HealthStatus {
  const essential = new Set(containers.filter(isEssential).map(({ name }) => name));
  const all = task.containers.filter(({ name }) => essential.has(name)).map(({ healthStatus }) => healthStatus);
  return (['UNHEALTHY', 'UNKNOWN'] as const).find((status) => all.includes(status)) ?? 'HEALTHY';
}

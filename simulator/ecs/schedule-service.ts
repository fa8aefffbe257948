import type { Context } from '../service.ts';
import { completeDeployment } from './deployments.ts';
import { addServiceMessage, emitServiceAction } from './ecs-events.ts';
import { activeTasks, ecsState, tasksOf } from './ecs-lookup.ts';
import type { Deployment, EcsService, Task } from './ecs-state.ts';
import { startTask } from './run-task.ts';
import { stopTask } from './stop-task.ts';

/** One look of the service scheduler: starts what is missing, stops what is too many, and says when it is done. */
export function schedule({ service: arn }: { service: string }, context: Context): void {
  const service = ecsState(context).services[arn];
  const primary = service?.deployments[0];
  if (!service || service.status === 'INACTIVE') return;
  if (service.status === 'DRAINING' || !primary) {
    drain(service, context);
    return;
  }
  if (primary.rolloutState !== 'FAILED') {
    startMissing(service, primary, context);
    stopSurplus(service, primary, context);
  }
  stopUnfit(service, primary, context);
  judge(service, primary, context);
}

/** minimumHealthyPercent is rounded up and maximumPercent down (deployment-type-ecs), so 125 % of 3 is 3. */
const bounds = ({ desiredCount, minimumHealthyPercent, maximumPercent }: EcsService) => ({
  atLeast: Math.ceil((desiredCount * minimumHealthyPercent) / 100),
  atMost: Math.floor((desiredCount * maximumPercent) / 100),
});

const isFit = ({ unfit }: Task) => unfit === null;
const isOf = (deployment: Deployment) => (task: Task) => task.deploymentId === deployment.id;

function startMissing(service: EcsService, primary: Deployment, context: Context): void {
  const active = activeTasks(service, context);
  const missing = service.desiredCount - active.filter((task) => isOf(primary)(task) && isFit(task)).length;
  const room = Math.min(missing, bounds(service).atMost - active.length);
  if (missing > 0 && room <= 0) sayStuck(service, active, context);
  if (room <= 0) return;
  const wait = (service.throttledUntil - context.now()) / 1000;
  if (wait > 0) {
    context.after(wait, 'ECS', 'schedule', { service: service.arn });
    return;
  }
  const started = Array.from({ length: room }, () => startTask(service, primary, context));
  const names = started.map(({ id }) => `(task ${id})`).join(' ');
  addServiceMessage(service, `has started ${started.length} tasks: ${names}.`, context);
}

function sayStuck(service: EcsService, active: readonly Task[], context: Context): void {
  const canStop = active.filter(({ healthy }) => healthy).length > bounds(service).atLeast;
  const text =
    'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.';
  const starting = active.some(({ healthy }) => !healthy);
  if (!canStop && !starting && !service.events[0]?.message.endsWith(text)) addServiceMessage(service, text, context);
}

function stopSurplus(service: EcsService, primary: Deployment, context: Context): void {
  const active = activeTasks(service, context);
  const spare = active.filter(({ healthy }) => healthy).length - bounds(service).atLeast;
  const old = active.filter((task) => task.deploymentId !== primary.id);
  const unfit = old.filter(({ healthy }) => !healthy);
  const fit = old.filter(({ healthy }) => healthy).slice(0, Math.max(0, spare));
  const mine = active.filter((task) => isOf(primary)(task) && isFit(task));
  const tooMany = Math.max(0, mine.length - service.desiredCount);
  // The unhealthy go first, then the youngest.
  const surplus = [...mine].sort((one, other) => Number(one.healthy) - Number(other.healthy) || other.createdAt - one.createdAt);
  const stopping = [...unfit, ...fit, ...surplus.slice(0, tooMany)];
  for (const task of stopping)
    stopTask(task, 'ServiceSchedulerInitiated', `Scaling activity initiated by (deployment ${primary.id})`, context);
  sayStopped(service, stopping, context);
}

/**
 * A task that failed its health checks is replaced first and goes when its replacement is healthy; when that is unhealthy
 * too, one of them goes. Where maximumPercent leaves no room they go one at a time (developer guide, "Amazon ECS services").
 */
function stopUnfit(service: EcsService, primary: Deployment, context: Context): void {
  const active = activeTasks(service, context);
  const mine = active.filter(isOf(primary));
  const unfit = mine.filter((task) => !isFit(task));
  const healthy = mine.filter((task) => task.healthy).length;
  const isCramped = active.length >= bounds(service).atMost && mine.every((task) => task.healthy || !isFit(task));
  const replaced = Math.max(0, healthy + unfit.length - service.desiredCount);
  const count = primary.rolloutState === 'FAILED' ? unfit.length : Math.max(replaced, isCramped ? 1 : 0);
  const stopping = unfit.slice(0, count);
  for (const task of stopping) stopTask(task, 'ServiceSchedulerInitiated', task.unfit ?? '', context);
  sayStopped(service, stopping, context);
}

function sayStopped(service: EcsService, stopping: readonly Task[], context: Context): void {
  if (stopping.length === 0) return;
  const names = stopping.map(({ id }) => `(task ${id})`).join(' ');
  addServiceMessage(service, `has stopped ${stopping.length} running tasks: ${names}.`, context);
  context.after(1, 'ECS', 'schedule', { service: service.arn });
}

function judge(service: EcsService, primary: Deployment, context: Context): void {
  const tasks = tasksOf(service, context);
  const healthy = tasks.filter((task) => isOf(primary)(task) && task.healthy && task.desiredStatus === 'RUNNING').length;
  const settled = healthy === service.desiredCount && tasks.length === service.desiredCount;
  if (!settled) {
    service.steady = false;
    return;
  }
  if (primary.rolloutState === 'IN_PROGRESS') completeDeployment(service, primary, context);
  if (service.steady || primary.rolloutState !== 'COMPLETED') return;
  service.steady = true;
  addServiceMessage(service, 'has reached a steady state.', context);
  emitServiceAction(service, 'INFO', 'SERVICE_STEADY_STATE', context);
}

function drain(service: EcsService, context: Context): void {
  const tasks = tasksOf(service, context);
  const [primary] = service.deployments;
  for (const task of tasks)
    stopTask(task, 'ServiceSchedulerInitiated', `Scaling activity initiated by (deployment ${primary?.id ?? ''})`, context);
  if (tasks.length > 0) return;
  service.status = 'INACTIVE';
  service.deployments = [];
}

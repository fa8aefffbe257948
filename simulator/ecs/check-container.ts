import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../service.ts';
import { ecsState } from './ecs-lookup.ts';
import type { Task, TaskContainer } from './ecs-state.ts';
import { healthCheckOf } from './health-check-of.ts';
import { healthCommandPasses } from './health-command-passes.ts';
import { containerHealthChanged } from './judge-health.ts';
import { portListener } from './port-listener.ts';
import { advanceContainers } from './start-containers.ts';

/**
 * One run of a container's health check (API_HealthCheck): the first comes an interval after its start, a success makes it
 * HEALTHY, so many failures in a row UNHEALTHY; those of the start period do not count until one has succeeded.
 */
export function check({ task: arn, container: name }: { task: string; container: string }, context: Context): void {
  const task = ecsState(context).tasks[arn];
  const container = task?.containers.find((one) => one.name === name);
  const defined = task && definedContainer(task, name, context);
  const healthCheck = defined && healthCheckOf(defined);
  if (!task || !container || !healthCheck || task.desiredStatus !== 'RUNNING' || container.lastStatus !== 'RUNNING') return;
  const { command = [], interval = 30, retries = 3, startPeriod = 0 } = healthCheck;
  const before = container.healthStatus;
  const programs = task.behaviours[name]?.programs ?? [];
  const scene = { programs, listens: (port: number) => portListener(task, port, context.now()) !== undefined };
  const passes = healthCommandPasses(command, scene);
  if (passes) {
    container.failedChecks = 0;
    container.healthStatus = 'HEALTHY';
  } else if (before !== 'UNKNOWN' || secondsSince(container, context) > startPeriod) {
    container.failedChecks += 1;
    if (container.failedChecks >= retries) container.healthStatus = 'UNHEALTHY';
  }
  const { healthStatus } = container;
  const settled = passes || (healthStatus === 'UNHEALTHY' && before === 'UNHEALTHY');
  // Nothing here happens by itself: where the next answer is sure to be this one's, nobody has to ask again.
  if (!settled || mayChange(task, context)) context.after(interval, 'ECS', 'check', { task: arn, container: name });
  if (healthStatus === before) return;
  advanceContainers(task, context);
  containerHealthChanged(task, context);
}

const secondsSince = ({ startedAt }: TaskContainer, context: Context) => (context.now() - (startedAt ?? context.now())) / 1000;

/** Whether a container of the task will yet begin or cease to answer, start or end. */
function mayChange(task: Task, context: Context): boolean {
  return task.containers.some((container) => {
    const behaviour = task.behaviours[container.name];
    if (container.lastStatus !== 'RUNNING' || !behaviour) return false;
    const moments = [behaviour.listensAfterSeconds, behaviour.deafAfterSeconds ?? 0, behaviour.exit?.afterSeconds ?? 0];
    return Math.max(...moments) > secondsSince(container, context);
  });
}

function definedContainer(task: Task, name: string, context: Context): ContainerDefinition | undefined {
  const definition = ecsState(context).taskDefinitions[task.taskDefinition];
  return definition?.containers.find((container) => container.name === name);
}

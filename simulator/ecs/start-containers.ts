import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../service.ts';
import type { Behaviour } from './container-behaviour.ts';
import { emitTask } from './ecs-events.ts';
import { ecsState, revisionOf } from './ecs-lookup.ts';
import type { Task, TaskContainer, TaskDefinition } from './ecs-state.ts';
import { healthCheckOf } from './health-check-of.ts';
import { isEssential } from './is-essential.ts';
import { watchHealth } from './judge-health.ts';
import { stopTask } from './stop-task.ts';
import { writeOutput } from './write-output.ts';

/** All images have been pulled: the containers start, each when those it depends on are as far as it wants them. */
export function start(
  data: { task: string; digests: Record<string, string>; behaviours: Record<string, Behaviour> },
  context: Context,
): void {
  const task = ecsState(context).tasks[data.task];
  if (task?.desiredStatus !== 'RUNNING') return;
  const revision = revisionOf(task.revisionArn, context);
  task.pullStoppedAt = context.now();
  task.behaviours = data.behaviours;
  for (const container of task.containers) {
    container.imageDigest = data.digests[container.name] ?? null;
    revision.digests[container.name] ??= { image: container.image, digest: container.imageDigest ?? '' };
  }
  advanceContainers(task, context);
}

/** Starts whatever may start now; the task is RUNNING when no container is waiting any more. */
export function advanceContainers(task: Task, context: Context): void {
  const definition = ecsState(context).taskDefinitions[task.taskDefinition];
  if (!definition || task.desiredStatus !== 'RUNNING' || task.lastStatus !== 'PENDING') return;
  const next = () =>
    task.containers.find(
      ({ name, lastStatus }) => lastStatus === 'PENDING' && dependencies(task, definition, name, context) !== 'wait',
    );
  let moved = false;
  for (let container = next(); container; container = next()) {
    moved = true;
    if (dependencies(task, definition, container.name, context) === 'met') run(task, container, definition, context);
    else giveUp(task, container, definition, context);
    if (task.lastStatus !== 'PENDING') return;
  }
  if (task.containers.some(({ lastStatus }) => lastStatus === 'PENDING')) {
    if (moved) emitTask(task, context);
    return;
  }
  task.lastStatus = 'RUNNING';
  task.startedAt = context.now();
  const service = ecsState(context).services[task.serviceArn];
  if (service) service.startFailures = 0;
  emitTask(task, context);
  watchHealth(task, definition, context);
  if (service) context.after(0, 'ECS', 'schedule', { service: service.arn });
}

function run(task: Task, container: TaskContainer, definition: TaskDefinition, context: Context): void {
  const defined = definitionOf(container.name, definition);
  const behaviour = task.behaviours[container.name];
  container.lastStatus = 'RUNNING';
  container.startedAt = context.now();
  container.runtimeId = `${task.id}-${2_531_612_879 + task.containers.indexOf(container)}`;
  if (!defined || !behaviour) return;
  writeOutput(task, defined, behaviour.lines, definition.executionRoleArn, context);
  const of = { task: task.arn, container: container.name };
  if (behaviour.exit) context.after(behaviour.exit.afterSeconds, 'ECS', 'exited', { ...of, ...behaviour.exit });
  const healthCheck = healthCheckOf(defined);
  if (healthCheck) context.after(healthCheck.interval ?? 30, 'ECS', 'check', of);
  if (defined.startTimeout) context.after(defined.startTimeout, 'ECS', 'startTimedOut', { task: task.arn });
  if (container.agent) context.after(context.between(2, 6), 'ECS', 'agentStarted', of);
}

/** The conditions of `dependsOn` (API_ContainerDependency); `never` once one of them cannot come true any more. */
function dependencies(task: Task, definition: TaskDefinition, name: string, context: Context): 'met' | 'wait' | 'never' {
  const states = (definitionOf(name, definition)?.dependsOn ?? []).map(({ containerName = '', condition = '' }) => {
    const on = task.containers.find((container) => container.name === containerName);
    if (!on) return 'never';
    const ended = on.lastStatus === 'STOPPED';
    if (condition === 'START' ? on.startedAt !== null : condition === 'HEALTHY' ? on.healthStatus === 'HEALTHY' && !ended : ended)
      return condition === 'SUCCESS' && on.exitCode !== 0 ? 'never' : 'met';
    const { startTimeout } = definitionOf(containerName, definition) ?? {};
    const isLate = startTimeout && on.startedAt !== null && context.now() >= on.startedAt + startTimeout * 1000;
    return ended || isLate ? 'never' : 'wait';
  });
  return states.find((state) => state === 'never') ?? states.find((state) => state === 'wait') ?? 'met';
}

/** The agent's end of a container whose dependency failed: it is STOPPED with 143 and never ran (amazon-ecs-agent). */
function giveUp(task: Task, container: TaskContainer, definition: TaskDefinition, context: Context): void {
  container.lastStatus = 'STOPPED';
  container.exitCode = 143;
  if (container.agent) container.agent.lastStatus = 'STOPPED';
  const defined = definitionOf(container.name, definition);
  if (defined && isEssential(defined)) stopTask(task, 'EssentialContainerExited', 'Essential container in task exited', context);
}

export function exited(data: { task: string; container: string; code: number; reason?: string }, context: Context): void {
  const task = ecsState(context).tasks[data.task];
  const container = task?.containers.find(({ name }) => name === data.container);
  const definition = task && ecsState(context).taskDefinitions[task.taskDefinition];
  if (!container || !definition || task.desiredStatus !== 'RUNNING' || container.lastStatus !== 'RUNNING') return;
  container.exitCode = data.code;
  container.reason = data.reason ?? container.reason;
  container.lastStatus = 'STOPPED';
  if (container.agent) container.agent.lastStatus = 'STOPPED';
  const defined = definitionOf(container.name, definition);
  if (defined && isEssential(defined)) {
    stopTask(task, 'EssentialContainerExited', 'Essential container in task exited', context);
    return;
  }
  emitTask(task, context);
  advanceContainers(task, context);
}

/** A container others wait for has had its time. */
export function startTimedOut({ task: arn }: { task: string }, context: Context): void {
  const task = ecsState(context).tasks[arn];
  if (task) advanceContainers(task, context);
}

const definitionOf = (name: string, { containers }: TaskDefinition): ContainerDefinition | undefined =>
  containers.find((container) => container.name === name);

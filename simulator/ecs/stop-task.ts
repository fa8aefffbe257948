import type { Context } from '../service.ts';
import { countFailure } from './circuit-breaker.ts';
import { emitTask } from './ecs-events.ts';
import { ecsState } from './ecs-lookup.ts';
import type { Task } from './ecs-state.ts';
import { makeUndiscoverable } from './service-registry.ts';
import { deregister, deregistrationDelay } from './target-group.ts';

/** Begins the end of a task; a running one drains from its target groups first, a crashed one has nothing to drain. */
export function stopTask(task: Task, stopCode: string, reason: string, context: Context): void {
  if (task.desiredStatus === 'STOPPED') return;
  const wasRunning = task.lastStatus === 'RUNNING';
  const drains = wasRunning && stopCode !== 'EssentialContainerExited';
  task.desiredStatus = 'STOPPED';
  task.stopCode = stopCode;
  task.stoppedReason = reason;
  task.stoppingAt = context.now();
  task.lastStatus = wasRunning ? 'DEACTIVATING' : 'DEPROVISIONING';
  emitTask(task, context);
  const delays = task.registeredIn.map(({ targetGroupArn }) => deregistrationDelay(targetGroupArn, context));
  deregister(task, context);
  makeUndiscoverable(task, context);
  const draining = drains ? Math.max(0, ...delays) : 0;
  const seconds = draining + (wasRunning ? context.between(2, 10) : context.between(1, 3));
  context.after(seconds, 'ECS', 'stopped', { task: task.arn });
}

/** A stopped task can be read for about an hour, and its interface is given back some time after it. */
export function stopped({ task: arn }: { task: string }, context: Context): void {
  const state = ecsState(context);
  const task = state.tasks[arn];
  if (!task) return;
  task.lastStatus = 'STOPPED';
  task.stoppedAt = context.now();
  for (const container of task.containers) {
    container.lastStatus = 'STOPPED';
    if (container.startedAt !== null) container.exitCode ??= 0;
    if (container.agent) container.agent.lastStatus = 'STOPPED';
  }
  emitTask(task, context);
  if (task.networkInterface) context.after(context.between(10, 60), 'ECS', 'release', { id: task.networkInterface.id });
  context.after(3600, 'ECS', 'forget', { task: arn });
  const service = state.services[task.serviceArn];
  if (!service) return;
  countFailure(service, task, context);
  context.after(context.between(0.5, 2), 'ECS', 'schedule', { service: service.arn });
}

export function release({ id }: { id: string }, context: Context): void {
  try {
    context.call('EC2', 'DeleteNetworkInterface', { NetworkInterfaceId: id });
  } catch {
    // Somebody deleted it by hand; ECS does not mind.
  }
}

export function forget({ task }: { task: string }, context: Context): void {
  delete ecsState(context).tasks[task];
}

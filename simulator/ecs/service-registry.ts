import type { Context } from '../service.ts';
import { ecsState, revisionOf } from './ecs-lookup.ts';
import type { Task } from './ecs-state.ts';

/**
 * Puts a task into Cloud Map when it runs and, if its containers are checked, is healthy. ECS does it with its own
 * service-linked role, over no network of the task (ECS developer guide, "Service discovery").
 */
export function makeDiscoverable(task: Task, context: Context): void {
  const { serviceRegistries } = revisionOf(task.revisionArn, context).spec;
  if (serviceRegistries.length === 0 || task.discoverableIn.length > 0) return;
  task.discoverableIn = serviceRegistries.flatMap(({ registryArn }) => registryArn ?? []);
  context.after(context.between(1, 4), 'ECS', 'discoverable', { task: task.arn });
}

export function discoverable({ task: arn }: { task: string }, context: Context): void {
  const task = ecsState(context).tasks[arn];
  if (task?.desiredStatus !== 'RUNNING' || !task.networkInterface) return;
  const { family = '' } = ecsState(context).taskDefinitions[task.taskDefinition] ?? {};
  const Attributes = {
    AWS_INSTANCE_IPV4: task.networkInterface.privateIp,
    AWS_INIT_HEALTH_STATUS: 'HEALTHY',
    REGION: context.region,
    ECS_SERVICE_NAME: task.group.replace(/^service:/, ''),
    ECS_CLUSTER_NAME: task.clusterArn.slice(task.clusterArn.lastIndexOf('/') + 1),
    ECS_TASK_DEFINITION_FAMILY: family,
  };
  for (const registryArn of task.discoverableIn)
    ask('RegisterInstance', { ServiceId: idOf(registryArn), InstanceId: task.id, Attributes }, context);
}

/** Begins when the task is told to stop; how soon it is done AWS does not say. */
export function makeUndiscoverable(task: Task, context: Context): void {
  if (task.discoverableIn.length === 0) return;
  const seconds = Number(context.knob('ecs.deregistrationSeconds') ?? context.between(2, 8));
  const services = task.discoverableIn.map(idOf);
  task.discoverableIn = [];
  context.after(seconds, 'ECS', 'undiscoverable', { id: task.id, services });
}

/** It outlives the task's own record, so it carries what it needs. */
export function undiscoverable({ id, services }: { id: string; services: readonly string[] }, context: Context): void {
  for (const ServiceId of services) ask('DeregisterInstance', { ServiceId, InstanceId: id }, context);
}

const idOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

function ask(operation: string, input: object, context: Context): void {
  try {
    context.call('ServiceDiscovery', operation, input);
  } catch {
    // Somebody deleted the Cloud Map service or the instance: the task runs on, undiscovered.
  }
}

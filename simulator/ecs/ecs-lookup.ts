import type { Context } from '../service.ts';
import { ecsErrors } from './ecs-errors.ts';
import type { Cluster, Deployment, EcsService, EcsState, ServiceRevision, Task, TaskDefinition } from './ecs-state.ts';

export const ecsState = (context: Context) => context.state<EcsState>('ECS');

export const arnOf = (context: Context, resource: string) =>
  `arn:${context.partition}:ecs:${context.region}:${context.account}:${resource}`;

const lastPart = (nameOrArn: string) => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

/** By name or ARN; left out it is the cluster called `default`. */
export function clusterOf(nameOrArn: string | undefined, context: Context): Cluster {
  const cluster = ecsState(context).clusters[lastPart(nameOrArn ?? 'default')];
  if (!cluster?.active) throw ecsErrors.clusterNotFound();
  return cluster;
}

export function findService(cluster: Cluster, nameOrArn: string, context: Context): EcsService | undefined {
  return ecsState(context).services[arnOf(context, `service/${cluster.name}/${lastPart(nameOrArn)}`)];
}

export function serviceOf(cluster: Cluster, nameOrArn: string, context: Context): EcsService {
  const service = findService(cluster, nameOrArn, context);
  if (!service) throw ecsErrors.serviceNotFound();
  return service;
}

/** `family`, `family:revision` or the ARN; a bare family is its newest active revision. */
export function findTaskDefinition(id: string, context: Context): TaskDefinition | undefined {
  const { taskDefinitions } = ecsState(context);
  const name = id.startsWith('arn:') ? lastPart(id) : id;
  if (name.includes(':')) return taskDefinitions[arnOf(context, `task-definition/${name}`)];
  return Object.values(taskDefinitions)
    .filter(({ family, active }) => family === name && active)
    .sort((one, other) => other.revision - one.revision)[0];
}

export function revisionOf(arn: string, context: Context): ServiceRevision {
  const revision = ecsState(context).revisions[arn];
  if (!revision) throw ecsErrors.invalid('Service revision not found.');
  return revision;
}

export function tasksOf(service: EcsService, context: Context): Task[] {
  return Object.values(ecsState(context).tasks).filter(
    (task) => task.serviceArn === service.arn && task.lastStatus !== 'STOPPED',
  );
}

/** Those the scheduler still counts on: not told to stop. */
export const activeTasks = (service: EcsService, context: Context) =>
  tasksOf(service, context).filter(({ desiredStatus }) => desiredStatus === 'RUNNING');

export function deploymentOf(service: EcsService, id: string): Deployment | undefined {
  return service.deployments.find((deployment) => deployment.id === id);
}

export const tagRecord = (tags: readonly { key?: string | undefined; value?: string | undefined }[] = []) =>
  Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));

export const tagList = (tags: Record<string, string>) => Object.entries(tags).map(([key, value]) => ({ key, value }));

import type { Context } from '../service.ts';
import { activeTasks, revisionOf, tagList, tasksOf } from './ecs-lookup.ts';
import type { Deployment, EcsService } from './ecs-state.ts';

export function describeService(service: EcsService, context: Context) {
  const tasks = tasksOf(service, context);
  const spec = service.deployments[0] && revisionOf(service.deployments[0].revisionArn, context).spec;
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingCount: tasks.filter(({ lastStatus }) => isPending(lastStatus)).length,
    launchType: spec?.launchType ?? 'FARGATE',
    platformVersion: spec?.platformVersion ?? 'LATEST',
    platformFamily: 'Linux',
    taskDefinition: spec?.taskDefinition ?? '',
    loadBalancers: spec?.loadBalancers ?? [],
    serviceRegistries: spec?.serviceRegistries ?? [],
    networkConfiguration: spec?.network ?? {},
    enableExecuteCommand: spec?.enableExecuteCommand ?? false,
    healthCheckGracePeriodSeconds: service.graceSeconds,
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: {
      strategy: 'ROLLING',
      minimumHealthyPercent: service.minimumHealthyPercent,
      maximumPercent: service.maximumPercent,
      deploymentCircuitBreaker: { enable: service.breaker.enable, rollback: service.breaker.rollback },
    },
    deployments: service.deployments.map((deployment, at) => describeDeployment(service, deployment, at === 0, context)),
    events: service.events.map((event) => ({ ...event, createdAt: new Date(event.createdAt) })),
    createdAt: new Date(service.createdAt),
    propagateTags: service.propagateTags,
    tags: tagList(service.tags),
  };
}

function describeDeployment(service: EcsService, deployment: Deployment, isPrimary: boolean, context: Context) {
  const { spec } = revisionOf(deployment.revisionArn, context);
  const mine = activeTasks(service, context).filter(({ deploymentId }) => deploymentId === deployment.id);
  return {
    id: deployment.id,
    status: isPrimary ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: spec.taskDefinition,
    desiredCount: isPrimary && deployment.rolloutState !== 'FAILED' ? service.desiredCount : 0,
    runningCount: mine.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingCount: mine.filter(({ lastStatus }) => isPending(lastStatus)).length,
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(deployment.updatedAt),
    launchType: spec.launchType,
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    networkConfiguration: spec.network,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.reason,
  };
}

const isPending = (status: string) => status === 'PROVISIONING' || status === 'PENDING';

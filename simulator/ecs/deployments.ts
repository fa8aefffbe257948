import type { Context } from '../service.ts';
import { thresholdOf } from './breaker-threshold.ts';
import { addServiceMessage, emitDeployment, emitServiceAction } from './ecs-events.ts';
import { activeTasks, arnOf, ecsState } from './ecs-lookup.ts';
import type { Deployment, EcsService, RevisionSpec, ServiceDeployment } from './ecs-state.ts';

/** A new deployment of a new revision; one still in progress is superseded by it. */
export function beginDeployment(service: EcsService, spec: RevisionSpec, context: Context): Deployment {
  const state = ecsState(context);
  const path = service.arn.slice(service.arn.indexOf(':service/') + ':service/'.length);
  const revisionArn = arnOf(context, `service-revision/${path}/${digits(context)}`);
  state.revisions[revisionArn] = { arn: revisionArn, serviceArn: service.arn, createdAt: context.now(), spec, digests: {} };
  const [before] = service.deployments;
  const superseded = before && state.serviceDeployments[before.serviceDeploymentArn];
  if (superseded && superseded.finishedAt === null) {
    superseded.status = 'STOPPED';
    superseded.statusReason = 'Service deployment was superseded by a newer service deployment.';
    superseded.finishedAt = context.now();
  }
  const record: ServiceDeployment = {
    arn: arnOf(context, `service-deployment/${path}/${context.id(21)}`),
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    targetRevision: revisionArn,
    sourceRevisions: before ? [before.revisionArn] : [],
    createdAt: context.now(),
    updatedAt: context.now(),
    finishedAt: null,
    status: 'IN_PROGRESS',
    statusReason: null,
    breakerStatus: service.breaker.enable ? 'MONITORING' : 'DISABLED',
    failureCount: 0,
    threshold: thresholdOf(service.breaker, service.desiredCount),
    rollback: null,
  };
  state.serviceDeployments[record.arn] = record;
  return push(service, revisionArn, record, undefined, context);
}

/** Back to the last completed revision, under an id of its own; its surviving tasks are taken over. */
export function beginRollback(service: EcsService, record: ServiceDeployment, reason: string, context: Context): void {
  const revisionArn = service.lastCompletedRevision;
  if (!revisionArn) return;
  record.status = 'ROLLBACK_IN_PROGRESS';
  record.statusReason = reason;
  record.rollback = { reason, startedAt: context.now(), serviceRevisionArn: revisionArn };
  const deployment = push(service, revisionArn, record, 'ECS deployment circuit breaker: rolling back to deploymentId', context);
  for (const task of activeTasks(service, context)) if (task.revisionArn === revisionArn) task.deploymentId = deployment.id;
}

function push(
  service: EcsService,
  revisionArn: string,
  record: ServiceDeployment,
  rollbackText: string | undefined,
  context: Context,
): Deployment {
  const id = `ecs-svc/${digits(context)}`;
  const deployment: Deployment = {
    id,
    revisionArn,
    serviceDeploymentArn: record.arn,
    createdAt: context.now(),
    updatedAt: context.now(),
    rolloutState: 'IN_PROGRESS',
    reason: rollbackText ? `${rollbackText} ${id}.` : `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    isRollback: rollbackText !== undefined,
  };
  service.deployments.unshift(deployment);
  service.startFailures = 0;
  service.throttledUntil = 0;
  service.steady = false;
  emitDeployment(service, deployment, 'IN_PROGRESS', deployment.reason, context);
  emitServiceAction(service, 'INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS', context, deployment.reason);
  context.after(context.between(0.5, 2), 'ECS', 'schedule', { service: service.arn });
  return deployment;
}

/** A rollback ends with a COMPLETED of its own, which is not the success of what was asked for. */
export function completeDeployment(service: EcsService, deployment: Deployment, context: Context): void {
  const record = ecsState(context).serviceDeployments[deployment.serviceDeploymentArn];
  deployment.rolloutState = 'COMPLETED';
  deployment.reason = `ECS deployment ${deployment.id} completed.`;
  deployment.updatedAt = context.now();
  service.deployments = [deployment];
  service.lastCompletedRevision = deployment.revisionArn;
  addServiceMessage(service, `(deployment ${deployment.id}) deployment completed.`, context);
  emitDeployment(service, deployment, 'COMPLETED', deployment.reason, context);
  emitServiceAction(service, 'INFO', 'SERVICE_DEPLOYMENT_COMPLETED', context, deployment.reason);
  if (!record || record.finishedAt !== null) return;
  record.status = deployment.isRollback ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL';
  if (record.breakerStatus === 'MONITORING') record.breakerStatus = 'MONITORING_COMPLETE';
  record.finishedAt = context.now();
  record.updatedAt = context.now();
}

const digits = (context: Context) => `${context.id(1, '123456789')}${context.id(18, '0123456789')}`;

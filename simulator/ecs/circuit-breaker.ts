import type { Context } from '../service.ts';
import { thresholdOf } from './breaker-threshold.ts';
import { beginRollback } from './deployments.ts';
import { addServiceMessage, emitDeployment, emitServiceAction } from './ecs-events.ts';
import { deploymentOf, ecsState } from './ecs-lookup.ts';
import type { Deployment, EcsService, Task } from './ecs-state.ts';

/** Stage one counts tasks that never ran, stage two those that ran and failed before they counted as healthy. */
export function countFailure(service: EcsService, task: Task, context: Context): void {
  const neverRan = task.startedAt === null;
  const isFailure =
    task.stopCode === 'TaskFailedToStart' ||
    (task.stopCode === 'EssentialContainerExited' && !task.healthy) ||
    task.stoppedReason?.startsWith('Task failed ') === true;
  if (!isFailure) return;
  if (neverRan) throttle(service, context);
  const deployment = deploymentOf(service, task.deploymentId);
  if (!deployment || deployment !== service.deployments[0] || deployment.rolloutState !== 'IN_PROGRESS') return;
  deployment.failedTasks += 1;
  deployment.updatedAt = context.now();
  const record = ecsState(context).serviceDeployments[deployment.serviceDeploymentArn];
  if (record && !deployment.isRollback) record.failureCount = deployment.failedTasks;
  if (service.breaker.enable && deployment.failedTasks >= thresholdOf(service.breaker, service.desiredCount))
    trip(service, deployment, context);
}

/** "Services continue retry attempts indefinitely", further and further apart, up to 27 minutes (service throttle logic). */
function throttle(service: EcsService, context: Context): void {
  service.startFailures += 1;
  if (service.startFailures < 3) return;
  const seconds = Math.min(27 * 60, 15 * 2 ** (service.startFailures - 3));
  service.throttledUntil = context.now() + seconds * 1000;
  const text = 'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.';
  addServiceMessage(service, text, context);
  emitServiceAction(service, 'WARN', 'SERVICE_TASK_START_IMPAIRED', context);
}

function trip(service: EcsService, deployment: Deployment, context: Context): void {
  deployment.rolloutState = 'FAILED';
  deployment.reason = 'ECS deployment circuit breaker: tasks failed to start.';
  deployment.updatedAt = context.now();
  addServiceMessage(service, `(deployment ${deployment.id}) deployment failed: tasks failed to start.`, context);
  emitDeployment(service, deployment, 'FAILED', 'ECS deployment circuit breaker: task failed to start.', context);
  emitServiceAction(
    service,
    'ERROR',
    'SERVICE_DEPLOYMENT_FAILED',
    context,
    'ECS deployment circuit breaker: task failed to start.',
  );
  const record = ecsState(context).serviceDeployments[deployment.serviceDeploymentArn];
  if (!record) return;
  record.breakerStatus = 'TRIGGERED';
  record.updatedAt = context.now();
  if (service.breaker.rollback && service.lastCompletedRevision && !deployment.isRollback) {
    const reason = 'Service deployment rolled back because the circuit breaker threshold was exceeded.';
    beginRollback(service, record, reason, context);
    return;
  }
  // Nothing to go back to: no more tasks are launched and the deployment stands still (deployment circuit breaker, docs).
  record.status = deployment.isRollback ? 'ROLLBACK_FAILED' : 'STOPPED';
  record.statusReason = 'The deployment circuit breaker threshold was exceeded.';
  record.finishedAt = context.now();
}

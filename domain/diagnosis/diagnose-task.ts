import type { StoppedTask } from '../operation/deployment-view.ts';
import { type Match, match } from './match.ts';
import { outputSignatures } from './output-signatures.ts';
import { taskSignatures } from './signatures.ts';

/**
 * Why a task ended, from the three places ECS writes it and, where those only say that it did, from its last lines of output;
 * undefined for an ordinary stop (scale-in, deployment, a person).
 */
export function diagnoseTask(task: StoppedTask, lines: readonly string[] = []): Match | undefined {
  if (/^Scaling activity initiated by|maintenance on the underlying infrastructure/.test(task.stoppedReason)) return undefined;
  if (task.stopCode === 'UserInitiated' || task.stopCode === 'ServiceSchedulerInitiated') {
    if (!/failed (?:ELB|container) health checks/i.test(task.stoppedReason)) return undefined;
  }
  const subject = `service ${serviceOf(task)}`;
  const found = match(taskSignatures, subject, evidenceOf(task));
  return (found?.code === 'CONTAINER_EXITED' ? match(outputSignatures, subject, lines) : undefined) ?? found;
}

export function evidenceOf(task: StoppedTask): readonly string[] {
  const containers = task.containers.flatMap(({ name, reason, exitCode }) => [
    ...(reason ? [`${name}: ${reason}`] : []),
    ...(exitCode === undefined ? [] : [`${name} exit code: ${exitCode}`]),
  ]);
  return [`task ${task.id} ${task.stopCode}: ${task.stoppedReason}`, ...containers];
}

/** Our containers are named like their service, which ECS's own generated service name is not. */
function serviceOf(task: StoppedTask): string {
  return task.containers[0]?.name ?? task.group;
}

import type { StoppedTask } from '../operation/deployment-view.ts';
import { type Match, match } from './match.ts';
import { outputSignatures } from './output-signatures.ts';
import { ownExitCode } from './own-exit-code.ts';
import { taskSignatures } from './signatures.ts';

/**
 * Why a task ended, from the three places ECS writes it and, where those only say that it did, from its last lines of output;
 * undefined for an ordinary stop (scale-in, deployment, a person). The service is not always known, its containers are.
 */
export function diagnoseTask(task: StoppedTask, lines: readonly string[] = [], service?: string): Match | undefined {
  if (/^Scaling activity initiated by|maintenance on the underlying infrastructure/.test(task.stoppedReason)) return undefined;
  if (task.stopCode === 'UserInitiated' || task.stopCode === 'ServiceSchedulerInitiated') {
    if (!/failed (?:ELB|container) health checks/i.test(task.stoppedReason)) return undefined;
  }
  // Our containers are named like their service, which ECS's own generated service name is not.
  const subject = `service ${service ?? task.containers[0]?.name ?? task.group}`;
  const found = match(taskSignatures, subject, saidOf(task, ownExitCode));
  return (found?.code === 'CONTAINER_EXITED' ? match(outputSignatures, subject, lines) : undefined) ?? found;
}

/** Everything ECS says of it. */
export const evidenceOf = (task: StoppedTask): readonly string[] => saidOf(task, ({ exitCode }) => exitCode);

function saidOf(task: StoppedTask, exitCodeOf: typeof ownExitCode): readonly string[] {
  const containers = task.containers.flatMap((container) => {
    const { name, reason } = container;
    const exitCode = exitCodeOf(container, task);
    return [...(reason ? [`${name}: ${reason}`] : []), ...(exitCode === undefined ? [] : [`${name} exit code: ${exitCode}`])];
  });
  return [`task ${task.id} ${task.stopCode}: ${task.stoppedReason}`, ...containers];
}

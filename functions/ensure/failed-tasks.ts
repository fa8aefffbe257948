import type { Services } from '../../cloud/services.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import { diagnoseTask } from '../../domain/diagnosis/diagnose-task.ts';
import { tasksOfChange } from '../../domain/diagnosis/tasks-of-change.ts';
import { attemptToken } from '../../domain/operation/attempt-key.ts';
import type { StoppedTask } from '../../domain/operation/deployment-view.ts';
import type { Attempt, Operation } from '../../domain/operation/operation.ts';
import { stackName } from '../../domain/operation/stack-name.ts';

interface FailedTasksDeps {
  readonly stacks: Stacks;
  readonly services: Services;
}

/**
 * Tasks that say why this attempt at the services stack, or what followed it, failed, and that ended for a reason we can name;
 * the first to end first. While the stack is changed they are those of the change; once it stands where it was wanted,
 * everything in it is waited for, and those of a service that was left alone count as well. `says` chooses among the causes.
 */
export async function failedTasks(
  operation: Operation,
  attempt: Attempt,
  cluster: string,
  { stacks, services }: FailedTasksDeps,
  says: (diagnosis: NonNullable<ReturnType<typeof diagnoseTask>>) => boolean = () => true,
): Promise<readonly StoppedTask[]> {
  const failed = (await services.stoppedTasks(cluster)).filter((task) => {
    const diagnosis = (task.stoppedAt ?? attempt.at) >= attempt.at && diagnoseTask(task);
    return diagnosis && says(diagnosis);
  });
  // Mostly there are none, and then nobody has to read the stack.
  if (failed.length === 0) return [];
  const name = attempt.reference ?? stackName(operation.environment, 'services');
  const told =
    attempt.outcome === 'DONE'
      ? ofDefinitions(failed, (await stacks.describe(name))?.outputs ?? {})
      : tasksOfChange(failed, await stacks.resourceEvents(name, attemptToken(operation.id, attempt), attempt.at));
  return told.toSorted((a, b) => ((a.stoppedAt ?? '') < (b.stoppedAt ?? '') ? -1 : 1));
}

function ofDefinitions(tasks: readonly StoppedTask[], outputs: Readonly<Record<string, string>>): readonly StoppedTask[] {
  const wanted = new Set(Object.values(outputs));
  return tasks.filter(({ taskDefinition }) => wanted.has(taskDefinition));
}

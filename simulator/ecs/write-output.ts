import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../service.ts';
import type { Task } from './ecs-state.ts';
import { logPlace, streamArn } from './log-access.ts';
import { roleAllows } from './role-allows.ts';

/** What the container says becomes events of its stream, as far as the execution role may put them there. */
export function writeOutput(
  task: Task,
  container: ContainerDefinition,
  lines: readonly string[],
  executionRoleArn: string | null,
  context: Context,
): void {
  const place = logPlace(container, task.id);
  if (!place) return;
  const names = { logGroupName: place.group, logStreamName: place.stream };
  const asked = { action: 'logs:PutLogEvents', resource: streamArn(place, context) };
  try {
    context.call('CloudWatchLogs', 'CreateLogStream', names);
    const logEvents = lines.map((message) => ({ timestamp: context.now(), message }));
    if (logEvents.length > 0 && roleAllows(executionRoleArn, asked, context).allowed)
      context.call('CloudWatchLogs', 'PutLogEvents', { ...names, logEvents });
  } catch {
    // The group went while the container runs: the driver drops its lines (non-blocking is the default mode).
  }
}

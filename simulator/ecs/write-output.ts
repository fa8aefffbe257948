import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../service.ts';
import type { Task } from './ecs-state.ts';

/** The stream is `<prefix>/<container>/<task id>` (ECS developer guide, "awslogs-stream-prefix"). */
export function writeOutput(task: Task, container: ContainerDefinition, lines: readonly string[], context: Context): void {
  const { logDriver, options = {} } = container.logConfiguration ?? {};
  if (logDriver !== 'awslogs') return;
  const logGroupName = options['awslogs-group'] ?? '';
  const logStreamName = [options['awslogs-stream-prefix'], container.name, task.id].filter(Boolean).join('/');
  try {
    context.call('CloudWatchLogs', 'CreateLogStream', { logGroupName, logStreamName });
    const logEvents = lines.map((message) => ({ timestamp: context.now(), message }));
    if (logEvents.length > 0) context.call('CloudWatchLogs', 'PutLogEvents', { logGroupName, logStreamName, logEvents });
  } catch {
    // The group went while the container runs: the driver drops its lines (non-blocking is the default mode).
  }
}

import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../service.ts';
import { executionDenied, type StartFailure, type TaskStart } from './task-start.ts';

/** The stream is `<prefix>/<container>/<task id>` (ECS developer guide, "awslogs-stream-prefix"). */
export function logPlace({ logConfiguration, name }: ContainerDefinition, taskId: string) {
  const { logDriver, options = {} } = logConfiguration ?? {};
  if (logDriver !== 'awslogs') return undefined;
  const stream = [options['awslogs-stream-prefix'], name, taskId].filter(Boolean).join('/');
  return { group: options['awslogs-group'] ?? '', stream };
}

export const streamArn = ({ group, stream }: { group: string; stream: string }, context: Context) =>
  `arn:${context.partition}:logs:${context.region}:${context.account}:log-group:${group}:log-stream:${stream}`;

/** The driver makes its stream before the container starts: over the task's network, as the execution role. */
export function logAccess(container: ContainerDefinition, start: TaskStart, context: Context): StartFailure | undefined {
  const place = logPlace(container, start.taskId);
  if (!place) return undefined;
  const { group } = place;
  if (!start.reach('logs').open)
    return {
      isNetwork: true,
      reason: `ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group '${group}' defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed`,
    };
  const failed = (why: string): StartFailure => ({
    isNetwork: false,
    reason: `ResourceInitializationError: failed to validate logger args: failed to initialize logging driver: failed to create Cloudwatch log ${why} : exit status 1`,
  });
  const ask = (action: string) => executionDenied(start, { action, resource: streamArn(place, context) }, context);
  const { logGroups = [] } = context.call<{ logGroups?: { logGroupName: string }[] }>('CloudWatchLogs', 'DescribeLogGroups', {
    logGroupNamePrefix: group,
  });
  const exists = logGroups.some(({ logGroupName }) => logGroupName === group);
  if (!exists && container.logConfiguration?.options?.['awslogs-create-group'] === 'true') {
    const denied = ask('logs:CreateLogGroup');
    if (denied) return failed(`group: ${denied}`);
    context.call('CloudWatchLogs', 'CreateLogGroup', { logGroupName: group });
  }
  const denied = ask('logs:CreateLogStream');
  if (denied) return failed(`stream: ${denied}`);
  if (exists || container.logConfiguration?.options?.['awslogs-create-group'] === 'true') return undefined;
  return failed('stream: ResourceNotFoundException: The specified log group does not exist.');
}

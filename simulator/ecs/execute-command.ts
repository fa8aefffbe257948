import type { ExecuteCommandRequest } from '@aws-sdk/client-ecs';
import { awsError } from '../aws-error.ts';
import type { Ec2State } from '../ec2/ec2-state.ts';
import { pathToService } from '../network-path.ts';
import type { Context } from '../service.ts';
import { ecsErrors } from './ecs-errors.ts';
import { arnOf, clusterOf, ecsState, revisionOf } from './ecs-lookup.ts';
import type { Task } from './ecs-state.ts';
import { roleAllows } from './role-allows.ts';

/** "Permissions required for ECS Exec": the agent's channels to Session Manager. */
const channelActions = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
  (name) => `ssmmessages:${name}`,
);

/**
 * The agent writes into the container, so a read-only root file system stops it. One that has no way or no right to open its
 * channel is RUNNING all the same and nobody reaches it; with the knob `ecs.execAgentNeedsChannel` it is STOPPED instead.
 */
export function agentStarted({ task: arn, container: name }: { task: string; container: string }, context: Context): void {
  const task = ecsState(context).tasks[arn];
  const container = task?.containers.find((one) => one.name === name);
  if (!task || !container?.agent || container.lastStatus !== 'RUNNING') return;
  const definition = ecsState(context).taskDefinitions[task.taskDefinition];
  const isReadOnly = definition?.containers.find((one) => one.name === name)?.readonlyRootFilesystem === true;
  const channelIsLacking = context.knob('ecs.execAgentNeedsChannel') === true && !hasChannel(task, context);
  if (isReadOnly || channelIsLacking) {
    container.agent.lastStatus = 'STOPPED';
    return;
  }
  container.agent.lastStatus = 'RUNNING';
  container.agent.startedAt = context.now();
}

/** Answers a session of Session Manager, whose other end nobody here speaks (API_ExecuteCommand). */
export function executeCommand(input: ExecuteCommandRequest & { task: string }, context: Context): object {
  const cluster = clusterOf(input.cluster, context);
  const { tasks } = ecsState(context);
  const task = tasks[input.task.startsWith('arn:') ? input.task : arnOf(context, `task/${cluster.name}/${input.task}`)];
  if (!task || task.clusterArn !== cluster.arn) throw ecsErrors.taskNotFound();
  if (input.interactive !== true) throw ecsErrors.invalid('Interactive is the only mode supported currently.');
  if (input.container === undefined && task.containers.length > 1)
    throw ecsErrors.invalid('The task has more than one container. Specify the name of the container and try again.');
  const container = task.containers.find(({ name }) => input.container === undefined || name === input.container);
  if (!container) throw ecsErrors.invalid(`The container ${input.container} does not exist in the task.`);
  if (container.agent?.lastStatus !== 'RUNNING' || task.lastStatus !== 'RUNNING')
    throw ecsErrors.invalid(
      'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.',
    );
  if (!hasChannel(task, context))
    throw awsError('TargetNotConnectedException', 'The execute command failed due to an internal error. Try again later.');
  const sessionId = `ecs-execute-command-${context.id(17)}`;
  return {
    clusterArn: cluster.arn,
    containerArn: `${task.arn.replace(':task/', ':container/')}/${container.name}`,
    containerName: container.name,
    interactive: true,
    session: {
      sessionId,
      streamUrl: `wss://ssmmessages.${context.region}.amazonaws.com/v1/data-channel/${sessionId}?role=publish_subscribe`,
      tokenValue: context.id(64),
    },
    taskArn: task.arn,
  };
}

function hasChannel(task: Task, context: Context): boolean {
  const roleArn = ecsState(context).taskDefinitions[task.taskDefinition]?.taskRoleArn ?? null;
  const { securityGroups = [] } = revisionOf(task.revisionArn, context).spec.network.awsvpcConfiguration ?? {};
  const origin = { subnetId: task.subnetId, groupIds: securityGroups, publicIp: task.networkInterface?.publicIp != null };
  return (
    channelActions.every((action) => roleAllows(roleArn, { action, resource: '*' }, context).allowed) &&
    pathToService(context.state<Ec2State>('EC2'), origin, 'ssmmessages', context.region).open
  );
}

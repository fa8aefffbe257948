import type { Context, Operation } from '../service.ts';
import { describeContainer } from './describe-container.ts';
import { ecsErrors } from './ecs-errors.ts';
import { attachmentsOf, placeOf, timesOf } from './ecs-events.ts';
import { arnOf, clusterOf, ecsState, serviceOf, tagList, tagRecord } from './ecs-lookup.ts';
import type { Cluster, Task } from './ecs-state.ts';
import { stopTask } from './stop-task.ts';

export const taskOperations: Readonly<Record<string, Operation>> = {
  /** Without `desiredStatus` only those that should run are listed. */
  ListTasks(
    input: { cluster?: string; serviceName?: string; family?: string; desiredStatus?: string; startedBy?: string },
    context,
  ) {
    const cluster = clusterOf(input.cluster, context);
    const service = input.serviceName ? serviceOf(cluster, input.serviceName, context) : undefined;
    const wanted = Object.values(ecsState(context).tasks).filter(
      (task) =>
        task.clusterArn === cluster.arn &&
        task.desiredStatus === (input.desiredStatus ?? 'RUNNING') &&
        (!service || task.serviceArn === service.arn) &&
        (!input.startedBy || task.deploymentId === input.startedBy) &&
        (!input.family || task.taskDefinition.includes(`/${input.family}:`)),
    );
    return { taskArns: wanted.map(({ arn }) => arn) };
  },
  DescribeTasks(input: { cluster?: string; tasks: string[] }, context) {
    const cluster = clusterOf(input.cluster, context);
    if (input.tasks.length > 100) throw ecsErrors.invalid('Tasks cannot have more than 100 elements.');
    const found = input.tasks.map((id) => ({ id, task: find(cluster, id, context) }));
    return {
      tasks: found.flatMap(({ task }) => (task ? [described(task, context)] : [])),
      failures: found.flatMap(({ id, task }) => (task ? [] : [{ arn: id, reason: 'MISSING' }])),
    };
  },
  StopTask(input: { cluster?: string; task: string; reason?: string }, context) {
    const task = find(clusterOf(input.cluster, context), input.task, context);
    if (!task) throw ecsErrors.taskNotFound();
    stopTask(task, 'UserInitiated', input.reason ?? 'Task stopped by user', context);
    return { task: described(task, context) };
  },
  TagResource(input: { resourceArn: string; tags: { key?: string; value?: string }[] }, context) {
    Object.assign(taggedBy(input.resourceArn, context), tagRecord(input.tags));
    return {};
  },
  UntagResource(input: { resourceArn: string; tagKeys: string[] }, context) {
    const tags = taggedBy(input.resourceArn, context);
    for (const key of input.tagKeys) delete tags[key];
    return {};
  },
  ListTagsForResource: (input: { resourceArn: string }, context) => ({ tags: tagList(taggedBy(input.resourceArn, context)) }),
};

function find(cluster: Cluster, id: string, context: Context): Task | undefined {
  return ecsState(context).tasks[id.startsWith('arn:') ? id : arnOf(context, `task/${cluster.name}/${id}`)];
}

function taggedBy(arn: string, context: Context): Record<string, string> {
  const { services, taskDefinitions, clusters } = ecsState(context);
  const found = services[arn] ?? taskDefinitions[arn] ?? Object.values(clusters).find((cluster) => cluster.arn === arn);
  if (!found) throw ecsErrors.invalid('The specified resource was not found.');
  return found.tags;
}

function described(task: Task, context: Context) {
  return {
    taskArn: task.arn,
    clusterArn: task.clusterArn,
    taskDefinitionArn: task.taskDefinition,
    group: task.group,
    startedBy: task.deploymentId,
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    ...placeOf(task, context),
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: task.healthStatus,
    enableExecuteCommand: task.enableExecuteCommand,
    version: task.version,
    createdAt: new Date(task.createdAt),
    ...timesOf(task, (moment) => new Date(moment)),
    ...(task.stopCode ? { stopCode: task.stopCode } : {}),
    ...(task.stoppedReason ? { stoppedReason: task.stoppedReason } : {}),
    attachments: attachmentsOf(task),
    containers: task.containers.map((container) => describeContainer(container, task, context)),
  };
}

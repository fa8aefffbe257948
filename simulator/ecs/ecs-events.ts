import type { Ec2State } from '../ec2/ec2-state.ts';
import type { Context } from '../service.ts';
import { ecsState } from './ecs-lookup.ts';
import type { Deployment, EcsService, Task, TaskContainer } from './ecs-state.ts';

/** Shapes: ECS developer guide, "Amazon ECS task state change events", "… service action events", "… deployment state change events". */
export function emitTask(task: Task, context: Context): void {
  task.version += 1;
  context.emit('aws.ecs', 'ECS Task State Change', [task.arn], {
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
    version: task.version,
    createdAt: iso(task.createdAt),
    ...timesOf(task, iso),
    ...(task.stopCode ? { stopCode: task.stopCode } : {}),
    ...(task.stoppedReason ? { stoppedReason: task.stoppedReason } : {}),
    attachments: attachmentsOf(task),
    containers: task.containers.map((container) => containerOf(container, task)),
    updatedAt: iso(context.now()),
  });
}

export function emitServiceAction(
  service: EcsService,
  eventType: 'INFO' | 'WARN' | 'ERROR',
  eventName: string,
  context: Context,
  reason?: string,
): void {
  const detail = { eventType, eventName, clusterArn: service.clusterArn, createdAt: iso(context.now()) };
  context.emit('aws.ecs', 'ECS Service Action', [service.arn], { ...detail, ...(reason ? { reason } : {}) });
}

/** There is no cluster in it, and a rollback's COMPLETED differs from a success by its deploymentId only. */
export function emitDeployment(
  service: EcsService,
  deployment: Deployment,
  what: string,
  reason: string,
  context: Context,
): void {
  context.emit('aws.ecs', 'ECS Deployment State Change', [service.arn], {
    eventType: what === 'FAILED' ? 'ERROR' : 'INFO',
    eventName: `SERVICE_DEPLOYMENT_${what}`,
    deploymentId: deployment.id,
    updatedAt: iso(context.now()),
    reason,
  });
}

/** The newest hundred, newest first (DescribeServices). */
export function addServiceMessage(service: EcsService, message: string, context: Context): void {
  const text = `(service ${service.name}) ${message}`;
  service.events = [{ id: context.uuid(), createdAt: context.now(), message: text }, ...service.events].slice(0, 100);
}

export function timesOf<T>(task: Task, form: (moment: number) => T): Record<string, T> {
  const { startedAt, stoppingAt, stoppedAt, pullStartedAt, pullStoppedAt } = task;
  const times = Object.entries({ startedAt, stoppingAt, stoppedAt, pullStartedAt, pullStoppedAt });
  return Object.fromEntries(times.flatMap(([name, moment]) => (moment === null ? [] : [[name, form(moment)]])));
}

/** What a task runs on, and what was changed of its definition for it: nothing, for the task of a service. */
export function placeOf({ taskDefinition, subnetId, containers }: Task, context: Context) {
  const definition = ecsState(context).taskDefinitions[taskDefinition];
  const zone = context.state<Ec2State>('EC2').subnets[subnetId]?.AvailabilityZone;
  return {
    ...(definition?.cpu ? { cpu: definition.cpu } : {}),
    ...(definition?.memory ? { memory: definition.memory } : {}),
    ...(zone ? { availabilityZone: zone } : {}),
    overrides: { containerOverrides: containers.map(({ name }) => ({ name })) },
  };
}

export function attachmentsOf({ id, networkInterface, subnetId, lastStatus }: Task) {
  if (!networkInterface) return [];
  const details = [
    { name: 'subnetId', value: subnetId },
    { name: 'networkInterfaceId', value: networkInterface.id },
    { name: 'privateIPv4Address', value: networkInterface.privateIp },
  ];
  const status = lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED';
  return [{ id: `eni-${id.slice(0, 8)}`, type: 'eni', status, details }];
}

export const containerOf = (container: TaskContainer, task: Task) => ({
  containerArn: `${task.arn.replace(':task/', ':container/')}/${container.name}`,
  taskArn: task.arn,
  name: container.name,
  image: container.image,
  ...(container.imageDigest ? { imageDigest: container.imageDigest } : {}),
  lastStatus: container.lastStatus,
  ...(container.exitCode === null ? {} : { exitCode: container.exitCode }),
  ...(container.reason === null ? {} : { reason: container.reason }),
  networkInterfaces: task.networkInterface
    ? [{ attachmentId: `eni-${task.id.slice(0, 8)}`, privateIpv4Address: task.networkInterface.privateIp }]
    : [],
});

const iso = (moment: number) => new Date(moment).toISOString();

import { awsError } from '../aws-error.ts';
import type { Context, Operation } from '../service.ts';
import { beginRollback } from './deployments.ts';
import { ecsErrors } from './ecs-errors.ts';
import { clusterOf, ecsState, serviceOf, tasksOf } from './ecs-lookup.ts';
import type { EcsService, ServiceDeployment } from './ecs-state.ts';

export const deploymentOperations: Readonly<Record<string, Operation>> = {
  /** Newest first. */
  ListServiceDeployments(
    input: { service: string; cluster?: string; status?: string[]; createdAt?: { after?: Date; before?: Date } },
    context,
  ) {
    const [, inArn] = input.service.match(/:service\/([^/]+)\//) ?? [];
    const service = serviceOf(clusterOf(input.cluster ?? inArn, context), input.service, context);
    const { after, before } = input.createdAt ?? {};
    const found = Object.values(ecsState(context).serviceDeployments)
      .filter(({ serviceArn, status }) => serviceArn === service.arn && (input.status?.includes(status) ?? true))
      .filter(({ createdAt }) => (!after || createdAt > after.getTime()) && (!before || createdAt < before.getTime()))
      .reverse();
    return {
      serviceDeployments: found.map((record) => ({
        serviceDeploymentArn: record.arn,
        serviceArn: record.serviceArn,
        clusterArn: record.clusterArn,
        targetServiceRevisionArn: record.targetRevision,
        status: record.status,
        ...(record.statusReason ? { statusReason: record.statusReason } : {}),
        ...datesOf(record),
      })),
    };
  },
  DescribeServiceDeployments(input: { serviceDeploymentArns: string[] }, context) {
    if (input.serviceDeploymentArns.length > 20) throw ecsErrors.invalid('At most 20 service deployments can be described.');
    const { serviceDeployments } = ecsState(context);
    const found = input.serviceDeploymentArns.map((arn) => ({ arn, record: serviceDeployments[arn] }));
    return {
      serviceDeployments: found.flatMap(({ record }) => (record ? [described(record, context)] : [])),
      failures: found.flatMap(({ arn, record }) => (record ? [] : [{ arn, reason: 'MISSING' }])),
    };
  },
  DescribeServiceRevisions(input: { serviceRevisionArns: string[] }, context) {
    const { revisions } = ecsState(context);
    const found = input.serviceRevisionArns.map((arn) => ({ arn, revision: revisions[arn] }));
    return {
      serviceRevisions: found.flatMap(({ revision }) => {
        if (!revision) return [];
        const { arn, serviceArn, spec, createdAt, digests } = revision;
        return [
          {
            serviceRevisionArn: arn,
            serviceArn,
            clusterArn: ecsState(context).services[serviceArn]?.clusterArn,
            taskDefinition: spec.taskDefinition,
            launchType: spec.launchType,
            platformVersion: '1.4.0',
            loadBalancers: spec.loadBalancers,
            serviceRegistries: spec.serviceRegistries,
            networkConfiguration: spec.network,
            // Known only once a first task has pulled; with desired count 0 nobody has.
            containerImages: Object.entries(digests).map(([containerName, { image, digest }]) => ({
              containerName,
              image,
              imageDigest: digest,
            })),
            createdAt: new Date(createdAt),
          },
        ];
      }),
      failures: found.flatMap(({ arn, revision }) => (revision ? [] : [{ arn, reason: 'MISSING' }])),
    };
  },
  /** ABORT is in the model, ROLLBACK alone is documented as valid (stop-service-deployment). */
  StopServiceDeployment(input: { serviceDeploymentArn: string; stopType?: string }, context) {
    const record = ecsState(context).serviceDeployments[input.serviceDeploymentArn];
    const service = record && ecsState(context).services[record.serviceArn];
    if (!record || !service) throw ecsErrors.deploymentNotFound();
    if (input.stopType && input.stopType !== 'ROLLBACK') throw ecsErrors.invalid('Invalid stopType. Valid values: ROLLBACK.');
    if (record.finishedAt !== null)
      throw awsError('ConflictException', `The service deployment is already in a terminal state: ${record.status}.`);
    if (record.status === 'IN_PROGRESS') rollBack(service, record, context);
    return { serviceDeploymentArn: record.arn };
  },
};

function rollBack(service: EcsService, record: ServiceDeployment, context: Context): void {
  const [primary] = service.deployments;
  if (primary) primary.rolloutState = 'FAILED';
  if (service.lastCompletedRevision) {
    beginRollback(service, record, 'Service deployment was stopped and rolled back by a user request.', context);
    return;
  }
  record.status = 'ROLLBACK_FAILED';
  record.statusReason = 'There is no completed service revision to roll back to.';
  record.finishedAt = context.now();
}

function described(record: ServiceDeployment, context: Context) {
  const service = ecsState(context).services[record.serviceArn];
  const tasks = service ? tasksOf(service, context) : [];
  const summary = (arn: string) => ({
    arn,
    requestedTaskCount: service?.desiredCount ?? 0,
    runningTaskCount: tasks.filter(({ revisionArn, lastStatus }) => revisionArn === arn && lastStatus === 'RUNNING').length,
    pendingTaskCount: tasks.filter(({ revisionArn, lastStatus }) => revisionArn === arn && /^P/.test(lastStatus)).length,
  });
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: record.serviceArn,
    clusterArn: record.clusterArn,
    status: record.status,
    ...(record.statusReason ? { statusReason: record.statusReason } : {}),
    ...datesOf(record),
    updatedAt: new Date(record.updatedAt),
    targetServiceRevision: summary(record.targetRevision),
    sourceServiceRevisions: record.sourceRevisions.map(summary),
    deploymentCircuitBreaker: {
      status: record.breakerStatus,
      failureCount: record.failureCount,
      threshold: record.threshold,
    },
    ...(record.rollback ? { rollback: { ...record.rollback, startedAt: new Date(record.rollback.startedAt) } } : {}),
  };
}

const datesOf = ({ createdAt, finishedAt }: ServiceDeployment) => ({
  createdAt: new Date(createdAt),
  startedAt: new Date(createdAt),
  ...(finishedAt === null ? {} : { finishedAt: new Date(finishedAt) }),
});

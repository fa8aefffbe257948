import type { CreateServiceRequest, DeploymentConfiguration, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import type { Context, Operation } from '../service.ts';
import type { ServiceDiscoveryState } from '../service-discovery/service-discovery-state.ts';
import { beginDeployment } from './deployments.ts';
import { describeService } from './describe-service.ts';
import { ecsErrors } from './ecs-errors.ts';
import { emitServiceAction } from './ecs-events.ts';
import {
  activeTasks,
  arnOf,
  clusterOf,
  ecsState,
  findService,
  findTaskDefinition,
  revisionOf,
  serviceOf,
  tagRecord,
} from './ecs-lookup.ts';
import type { Breaker, EcsService, RevisionSpec, ServiceRegistry } from './ecs-state.ts';

export const serviceOperations: Readonly<Record<string, Operation>> = {
  CreateService(input: CreateServiceRequest & { serviceName: string }, context) {
    const cluster = clusterOf(input.cluster, context);
    const before = findService(cluster, input.serviceName, context);
    if (before?.status === 'ACTIVE' && input.clientToken && before.clientToken === input.clientToken)
      return { service: describeService(before, context) };
    if (before?.status === 'ACTIVE') throw ecsErrors.serviceExists();
    if (before?.status === 'DRAINING') throw ecsErrors.serviceStillDraining();
    const { minimumHealthyPercent = 100, maximumPercent = 200 } = input.deploymentConfiguration ?? {};
    const service: EcsService = {
      name: input.serviceName,
      arn: arnOf(context, `service/${cluster.name}/${input.serviceName}`),
      clusterArn: cluster.arn,
      status: 'ACTIVE',
      createdAt: context.now(),
      desiredCount: desired(input.desiredCount ?? (input.schedulingStrategy === 'DAEMON' ? 0 : 1)),
      minimumHealthyPercent,
      maximumPercent,
      breaker: breakerOf(input.deploymentConfiguration),
      graceSeconds: input.healthCheckGracePeriodSeconds ?? 0,
      deployments: [],
      lastCompletedRevision: null,
      events: [],
      tags: tagRecord(input.tags),
      propagateTags: input.propagateTags ?? 'NONE',
      startFailures: 0,
      throttledUntil: 0,
      steady: false,
      deletedAt: null,
      clientToken: input.clientToken ?? null,
    };
    const spec = specOf(input, undefined, context);
    ecsState(context).services[service.arn] = service;
    beginDeployment(service, spec, context);
    return { service: describeService(service, context) };
  },
  /** A new deployment when what the tasks are made of changes, or when one is forced; a count alone only scales. */
  UpdateService(input: UpdateServiceRequest & { service: string }, context) {
    const service = serviceOf(clusterOf(input.cluster, context), input.service, context);
    if (service.status !== 'ACTIVE') throw ecsErrors.serviceNotActive();
    const current = revisionOf(service.deployments[0]?.revisionArn ?? '', context).spec;
    const spec = specOf(input, current, context);
    if (input.desiredCount !== undefined && input.desiredCount !== service.desiredCount) {
      service.desiredCount = desired(input.desiredCount);
      service.steady = false;
      emitServiceAction(service, 'INFO', 'SERVICE_DESIRED_COUNT_UPDATED', context);
    }
    const { minimumHealthyPercent, maximumPercent, deploymentCircuitBreaker } = input.deploymentConfiguration ?? {};
    service.minimumHealthyPercent = minimumHealthyPercent ?? service.minimumHealthyPercent;
    service.maximumPercent = maximumPercent ?? service.maximumPercent;
    if (deploymentCircuitBreaker) service.breaker = breakerOf(input.deploymentConfiguration);
    service.graceSeconds = input.healthCheckGracePeriodSeconds ?? service.graceSeconds;
    if (input.forceNewDeployment || JSON.stringify(spec) !== JSON.stringify(current)) beginDeployment(service, spec, context);
    else context.after(context.between(0.5, 2), 'ECS', 'schedule', { service: service.arn });
    return { service: describeService(service, context) };
  },
  DeleteService(input: { cluster?: string; service: string; force?: boolean }, context) {
    const service = serviceOf(clusterOf(input.cluster, context), input.service, context);
    if (service.status === 'INACTIVE') throw ecsErrors.serviceNotFound();
    if (service.desiredCount > 0 && !input.force && activeTasks(service, context).length > 0) throw ecsErrors.serviceHasTasks();
    service.status = 'DRAINING';
    service.desiredCount = 0;
    service.deletedAt = context.now();
    for (const record of Object.values(ecsState(context).serviceDeployments)) {
      if (record.serviceArn !== service.arn || record.finishedAt !== null) continue;
      record.status = 'STOPPED';
      record.finishedAt = context.now();
    }
    context.after(context.between(0.5, 2), 'ECS', 'schedule', { service: service.arn });
    return { service: describeService(service, context) };
  },
  DescribeServices(input: { cluster?: string; services: string[] }, context) {
    const cluster = clusterOf(input.cluster, context);
    if (input.services.length > 10) throw ecsErrors.invalid('Services cannot have more than 10 elements.');
    const found = input.services.map((id) => ({ id, service: findService(cluster, id, context) }));
    return {
      services: found.flatMap(({ service }) => (service ? [describeService(service, context)] : [])),
      failures: found.flatMap(({ id, service }) =>
        service ? [] : [{ arn: id.startsWith('arn:') ? id : arnOf(context, `service/${cluster.name}/${id}`), reason: 'MISSING' }],
      ),
    };
  },
  ListServices(input: { cluster?: string }, context) {
    const cluster = clusterOf(input.cluster, context);
    const services = Object.values(ecsState(context).services);
    const active = services.filter(({ clusterArn, status }) => clusterArn === cluster.arn && status !== 'INACTIVE');
    return { serviceArns: active.map(({ arn }) => arn) };
  },
};

function desired(count: number): number {
  if (!Number.isInteger(count) || count < 0) throw ecsErrors.invalid('Desired count must be a non-negative integer.');
  return count;
}

function specOf(
  input: CreateServiceRequest | UpdateServiceRequest,
  current: RevisionSpec | undefined,
  context: Context,
): RevisionSpec {
  const definition = findTaskDefinition(input.taskDefinition ?? current?.taskDefinition ?? '', context);
  if (!definition) throw ecsErrors.taskDefinitionMissing();
  // A service keeps running a deregistered revision, but none can be given a deregistered one.
  if (!definition.active && definition.arn !== current?.taskDefinition) throw ecsErrors.taskDefinitionInactive();
  const network = input.networkConfiguration ?? current?.network ?? {};
  const { subnets, assignPublicIp = 'DISABLED', securityGroups = [] } = network.awsvpcConfiguration ?? {};
  if (!subnets?.length) throw ecsErrors.invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  const loadBalancers = input.loadBalancers ?? current?.loadBalancers ?? [];
  for (const { containerName, containerPort } of loadBalancers) {
    const container = definition.containers.find(({ name }) => name === containerName);
    if (!container) throw ecsErrors.invalid(`The container ${containerName} does not exist in the task definition.`);
    if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
      throw ecsErrors.invalid(`The container ${containerName} did not have a container port ${containerPort} defined.`);
  }
  const enableExecuteCommand = input.enableExecuteCommand ?? current?.enableExecuteCommand ?? false;
  if (enableExecuteCommand && !definition.taskRoleArn)
    throw ecsErrors.invalid(
      `The service couldn't be ${current ? 'updated' : 'created'} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`,
    );
  const serviceRegistries = input.serviceRegistries ?? current?.serviceRegistries ?? [];
  refuseRegistries(serviceRegistries, context);
  return {
    taskDefinition: definition.arn,
    network: { awsvpcConfiguration: { subnets, securityGroups, assignPublicIp } },
    loadBalancers: loadBalancers.map(({ targetGroupArn, containerName, containerPort }) => ({
      targetGroupArn,
      containerName,
      containerPort,
    })),
    serviceRegistries: serviceRegistries.map((registry) => ({ ...registry })),
    launchType: ('launchType' in input ? input.launchType : undefined) ?? current?.launchType ?? 'FARGATE',
    platformVersion: input.platformVersion ?? current?.platformVersion ?? 'LATEST',
    enableExecuteCommand,
  };
}

function refuseRegistries(registries: readonly ServiceRegistry[], context: Context): void {
  if (registries.length > 1) throw ecsErrors.invalid('Multiple service registries for each service are not supported.');
  for (const { registryArn = '' } of registries) {
    const { services } = context.state<ServiceDiscoveryState>('ServiceDiscovery');
    if (!Object.values(services).some(({ Arn }) => Arn === registryArn))
      throw ecsErrors.invalid(`The service registry ${registryArn} was not found.`);
  }
}

/** Half of the desired count between 3 and 200, reset by a healthy task, unless it is set otherwise. */
function breakerOf(configuration: DeploymentConfiguration | undefined): Breaker {
  const given = configuration?.deploymentCircuitBreaker;
  const { type = 'BOUNDED_PERCENT', value = 50 } = given?.thresholdConfiguration ?? {};
  return {
    enable: given?.enable ?? false,
    rollback: given?.rollback ?? false,
    resetOnHealthyTask: given?.resetOnHealthyTask ?? true,
    threshold: { type, value },
  };
}

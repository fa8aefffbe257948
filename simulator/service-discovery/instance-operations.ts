import { awsError } from '../aws-error.ts';
import type { Context, Operation } from '../service.ts';
import type { DiscoveryService, ServiceDiscoveryState } from './service-discovery-state.ts';

interface InstanceInput {
  readonly ServiceId: string;
  readonly InstanceId: string;
}

export const instanceOperations: Readonly<Record<string, Operation>> = {
  RegisterInstance(input: InstanceInput & { Attributes: Record<string, string> }, context) {
    const service = serviceOf(input.ServiceId, context);
    const { AWS_INIT_HEALTH_STATUS: initial, ...attributes } = input.Attributes;
    if (service.DnsRecords.some(({ Type }) => Type === 'A') && !attributes.AWS_INSTANCE_IPV4)
      throw awsError('InvalidInput', 'The AWS_INSTANCE_IPV4 attribute is required for a service with an A record.');
    service.instances[input.InstanceId] = {
      Id: input.InstanceId,
      Attributes: { ...input.Attributes },
      healthy: initial !== 'UNHEALTHY',
    };
    service.revision += 1;
    return operation('REGISTER_INSTANCE', input, context);
  },
  DeregisterInstance(input: InstanceInput, context) {
    const service = serviceOf(input.ServiceId, context);
    if (!service.instances[input.InstanceId]) throw noSuchInstance(input.InstanceId);
    delete service.instances[input.InstanceId];
    service.revision += 1;
    return operation('DEREGISTER_INSTANCE', input, context);
  },
  UpdateInstanceCustomHealthStatus(input: InstanceInput & { Status: 'HEALTHY' | 'UNHEALTHY' }, context) {
    const service = serviceOf(input.ServiceId, context);
    const instance = service.instances[input.InstanceId];
    if (!instance) throw noSuchInstance(input.InstanceId);
    if (!service.hasCustomHealth)
      throw awsError('CustomHealthNotFound', `Service ${service.Id} does not have a custom health check.`);
    instance.healthy = input.Status === 'HEALTHY';
    return {};
  },
  ListInstances(input: { ServiceId: string; MaxResults?: number; NextToken?: string }, context) {
    const all = Object.values(serviceOf(input.ServiceId, context).instances);
    const from = Number(input.NextToken ?? 0);
    const size = input.MaxResults ?? 100;
    const next = from + size < all.length ? { NextToken: String(from + size) } : {};
    return { Instances: all.slice(from, from + size).map(({ Id, Attributes }) => ({ Id, Attributes })), ...next };
  },
  GetInstancesHealthStatus(input: { ServiceId: string; Instances?: string[] }, context) {
    const service = serviceOf(input.ServiceId, context);
    const missing = input.Instances?.find((id) => !service.instances[id]);
    if (missing !== undefined) throw noSuchInstance(missing);
    const asked = Object.values(service.instances).filter(({ Id }) => input.Instances?.includes(Id) ?? true);
    return { Status: Object.fromEntries(asked.map((one) => [one.Id, healthOf(service, one.healthy)])) };
  },
  /** By the names of namespace and service, healthy ones or else all. */
  DiscoverInstances(input: { NamespaceName: string; ServiceName: string; HealthStatus?: string; MaxResults?: number }, context) {
    const { namespaces, services } = stateOf(context);
    const named = Object.values(namespaces).filter(({ Name }) => Name === input.NamespaceName);
    if (named.length === 0) throw awsError('NamespaceNotFound', 'Namespace not found');
    const service = Object.values(services).find(
      ({ Name, NamespaceId }) => Name === input.ServiceName && named.some(({ Id }) => Id === NamespaceId),
    );
    if (!service) throw awsError('ServiceNotFound', `Service ${input.ServiceName} does not exist.`);
    const all = Object.values(service.instances);
    const healthy = all.filter((one) => one.healthy);
    const wanted = {
      HEALTHY: healthy,
      UNHEALTHY: all.filter((one) => !one.healthy),
      ALL: all,
      HEALTHY_OR_ELSE_ALL: healthy.length > 0 ? healthy : all,
    }[service.hasCustomHealth ? (input.HealthStatus ?? 'HEALTHY_OR_ELSE_ALL') : 'ALL'];
    return {
      Instances: (wanted ?? all).slice(0, input.MaxResults ?? 100).map((one) => ({
        InstanceId: one.Id,
        NamespaceName: input.NamespaceName,
        ServiceName: service.Name,
        HealthStatus: healthOf(service, one.healthy),
        Attributes: one.Attributes,
      })),
      InstancesRevision: service.revision,
    };
  },
};

const stateOf = (context: Context) => context.state<ServiceDiscoveryState>('ServiceDiscovery');

const healthOf = ({ hasCustomHealth }: DiscoveryService, healthy: boolean) =>
  hasCustomHealth ? (healthy ? 'HEALTHY' : 'UNHEALTHY') : 'UNKNOWN';

const noSuchInstance = (id: string) => awsError('InstanceNotFound', `Instance ${id} does not exist.`);

function serviceOf(id: string, context: Context): DiscoveryService {
  const service = stateOf(context).services[id.slice(id.lastIndexOf('/') + 1)];
  if (!service) throw awsError('ServiceNotFound', `Service ${id} does not exist.`);
  return service;
}

function operation(Type: string, { ServiceId, InstanceId }: InstanceInput, context: Context): { OperationId: string } {
  const Id = context.uuid();
  const Targets = { SERVICE: ServiceId, INSTANCE: InstanceId };
  stateOf(context).operations[Id] = { Id, Type, Status: 'SUCCESS', at: context.now(), Targets };
  return { OperationId: Id };
}

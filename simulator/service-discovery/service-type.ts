import { handlerError, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import type { ServiceDiscoveryState } from './service-discovery-state.ts';

const stateOf = (context: Context) => context.state<ServiceDiscoveryState>('ServiceDiscovery');

interface DnsConfig {
  readonly NamespaceId?: unknown;
  readonly RoutingPolicy?: unknown;
  readonly DnsRecords?: readonly { readonly Type?: unknown; readonly TTL?: unknown }[];
}

/** Schema: aws-servicediscovery-service.json. */
export const discoveryServiceType: ResourceType = plainResourceType({
  type: 'AWS::ServiceDiscovery::Service',
  properties: [
    ...['Description', 'DnsConfig', 'HealthCheckConfig', 'HealthCheckCustomConfig', 'Name', 'NamespaceId'],
    ...['ServiceAttributes', 'Tags', 'Type'],
  ],
  createOnly: ['HealthCheckCustomConfig', 'Name', 'NamespaceId', 'Type'],
  create: [2, 6],
  update: [10, 40],
  make(request, context) {
    const { services, namespaces } = stateOf(context);
    const { Name, Description, HealthCheckCustomConfig, HealthCheckConfig } = request.properties;
    const NamespaceId = namespaceOf(request);
    if (!namespaces[NamespaceId]) throw handlerError('NotFound', `Namespace ${NamespaceId} does not exist.`, 'NamespaceNotFound');
    if (HealthCheckConfig !== undefined)
      throw handlerError('InvalidRequest', 'HealthCheckConfig is not supported for a private DNS namespace.', 'InvalidInput');
    const name = String(Name ?? `service-${context.id(16)}`);
    if (Object.values(services).some((one) => one.NamespaceId === NamespaceId && one.Name.toLowerCase() === name.toLowerCase()))
      throw handlerError('AlreadyExists', 'Service already exists.', 'ServiceAlreadyExists');
    const Id = `srv-${context.id(16)}`;
    services[Id] = {
      ...{ Id, NamespaceId, Name: name, ...dnsOf(request) },
      Arn: `arn:${context.partition}:servicediscovery:${context.region}:${context.account}:service/${Id}`,
      Description: String(Description ?? ''),
      hasCustomHealth: HealthCheckCustomConfig !== undefined,
      createdAt: context.now(),
      Tags: { ...request.tags },
      instances: {},
      revision: 0,
    };
    return Id;
  },
  /** The time to live may change, the kind of record may not. */
  change(request, context) {
    const service = stateOf(context).services[request.physicalId];
    if (!service) throw handlerError('NotFound', `Service ${request.physicalId} does not exist.`, 'ServiceNotFound');
    const { DnsRecords, RoutingPolicy } = dnsOf(request);
    const types = (records: readonly { Type: string }[]) => records.map(({ Type }) => Type).join();
    if (types(DnsRecords) !== types(service.DnsRecords) || RoutingPolicy !== service.RoutingPolicy)
      throw handlerError('InvalidRequest', 'The type of a DNS record and the routing policy cannot be updated.', 'InvalidInput');
    service.DnsRecords = DnsRecords;
    service.Description = String(request.properties.Description ?? '');
    service.Tags = { ...request.tags };
  },
  remove(id, _request, context) {
    const { services } = stateOf(context);
    if (Object.keys(services[id]?.instances ?? {}).length > 0)
      throw handlerError(
        'ResourceConflict',
        `Service contains registered instances; delete the instances before deleting the service (Service: ServiceDiscovery, Status Code: 400, Request ID: ${context.uuid()})`,
        'ResourceInUse',
      );
    delete services[id];
  },
  attributes(id, context) {
    const { Arn = '', Name = '' } = stateOf(context).services[id] ?? {};
    return { Id: id, Arn, Name };
  },
});

const configOf = ({ properties }: ResourceRequest) => (properties.DnsConfig ?? {}) as DnsConfig;

const namespaceOf = (request: ResourceRequest) => String(request.properties.NamespaceId ?? configOf(request).NamespaceId ?? '');

function dnsOf(request: ResourceRequest) {
  const { RoutingPolicy, DnsRecords = [] } = configOf(request);
  const policy: 'MULTIVALUE' | 'WEIGHTED' = RoutingPolicy === 'WEIGHTED' ? 'WEIGHTED' : 'MULTIVALUE';
  return { RoutingPolicy: policy, DnsRecords: DnsRecords.map(({ Type, TTL }) => ({ Type: String(Type), TTL: Number(TTL) })) };
}

import { awsError } from '../aws-error.ts';
import type { Context, Operation, Service } from '../service.ts';
import { instanceOperations } from './instance-operations.ts';
import type { DiscoveryService, Namespace, ServiceDiscoveryState } from './service-discovery-state.ts';

interface Paged {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

const reads: Readonly<Record<string, Operation>> = {
  GetNamespace({ Id }: { Id: string }, context) {
    const namespace = stateOf(context).namespaces[Id];
    if (!namespace) throw awsError('NamespaceNotFound', `Namespace ${Id} does not exist.`);
    return { Namespace: shownNamespace(namespace, context) };
  },
  ListNamespaces: (input: Paged, context) => {
    const { items, ...rest } = page(Object.values(stateOf(context).namespaces), input);
    return { Namespaces: items.map((namespace) => shownNamespace(namespace, context)), ...rest };
  },
  GetService({ Id }: { Id: string }, context) {
    const service = stateOf(context).services[Id];
    if (!service) throw awsError('ServiceNotFound', `Service ${Id} does not exist.`);
    return { Service: shownService(service) };
  },
  ListServices(input: Paged & { Filters?: { Name?: string; Values?: string[] }[] }, context) {
    const within = input.Filters?.find(({ Name }) => Name === 'NAMESPACE_ID')?.Values;
    const all = Object.values(stateOf(context).services).filter(({ NamespaceId }) => within?.includes(NamespaceId) ?? true);
    const { items, ...rest } = page(all, input);
    return { Services: items.map(shownSummary), ...rest };
  },
  GetOperation({ OperationId }: { OperationId: string }, context) {
    const found = stateOf(context).operations[OperationId];
    if (!found) throw awsError('OperationNotFound', `Operation ${OperationId} does not exist.`);
    const { at, ...operation } = found;
    return { Operation: { ...operation, CreateDate: new Date(at), UpdateDate: new Date(at) } };
  },
};

/** AWS Cloud Map. Namespaces and services are made by CloudFormation alone, instances by ECS. */
export const serviceDiscovery: Service = {
  name: 'ServiceDiscovery',
  empty: (): ServiceDiscoveryState => ({ namespaces: {}, services: {}, hostedZones: {}, operations: {} }),
  timers: {},
  operations: { ...reads, ...instanceOperations },
};

const stateOf = (context: Context) => context.state<ServiceDiscoveryState>('ServiceDiscovery');

function shownNamespace({ Id, Arn, Name, Description, HostedZoneId, createdAt }: Namespace, context: Context): object {
  const mine = Object.values(stateOf(context).services).filter(({ NamespaceId }) => NamespaceId === Id);
  return {
    ...{ Id, Arn, Name, Type: 'DNS_PRIVATE', Description, ServiceCount: mine.length },
    Properties: { DnsProperties: { HostedZoneId }, HttpProperties: { HttpName: Name } },
    CreateDate: new Date(createdAt),
  };
}

const shownSummary = (service: DiscoveryService) => {
  const { Id, Arn, Name, Description, RoutingPolicy, DnsRecords, hasCustomHealth, createdAt, instances } = service;
  return {
    ...{ Id, Arn, Name, Type: 'DNS_HTTP', Description, InstanceCount: Object.keys(instances).length },
    DnsConfig: { RoutingPolicy, DnsRecords },
    ...(hasCustomHealth ? { HealthCheckCustomConfig: { FailureThreshold: 1 } } : {}),
    CreateDate: new Date(createdAt),
  };
};

const shownService = (service: DiscoveryService) => ({ ...shownSummary(service), NamespaceId: service.NamespaceId });

function page<T>(all: readonly T[], { MaxResults = 100, NextToken }: Paged): { items: T[]; NextToken?: string } {
  const from = Number(NextToken ?? 0);
  const next = from + MaxResults < all.length ? { NextToken: String(from + MaxResults) } : {};
  return { items: all.slice(from, from + MaxResults), ...next };
}

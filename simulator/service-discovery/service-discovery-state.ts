/** Cloud Map, in AWS's own field names; all keyed by id. */
export interface ServiceDiscoveryState {
  namespaces: Record<string, Namespace>;
  services: Record<string, DiscoveryService>;
  /** Route 53's private hosted zones, as far as namespaces make them. */
  hostedZones: Record<string, { Id: string; Name: string; VpcId: string }>;
  operations: Record<string, { Id: string; Type: string; Status: 'SUCCESS'; at: number; Targets: Record<string, string> }>;
}

export interface Namespace {
  Id: string;
  Arn: string;
  Name: string;
  Description: string;
  HostedZoneId: string;
  VpcId: string;
  createdAt: number;
  Tags: Record<string, string>;
}

export interface DiscoveryService {
  Id: string;
  Arn: string;
  Name: string;
  NamespaceId: string;
  Description: string;
  RoutingPolicy: 'MULTIVALUE' | 'WEIGHTED';
  DnsRecords: { Type: string; TTL: number }[];
  /** Set when the service has a health check of its users' own. */
  hasCustomHealth: boolean;
  createdAt: number;
  Tags: Record<string, string>;
  instances: Record<string, { Id: string; Attributes: Record<string, string>; healthy: boolean }>;
  /** Grows with every instance that comes or goes. */
  revision: number;
}

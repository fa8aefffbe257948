import type { Ec2State } from '../ec2/ec2-state.ts';
import type { Context } from '../service.ts';
import type { ServiceDiscoveryState } from './service-discovery-state.ts';

/**
 * What the VPC's resolver answers for a name of a private namespace: at most eight addresses of healthy instances, and
 * nothing without DNS support and DNS hostnames (Route 53, "Considerations when working with a private hosted zone").
 */
export function resolveName(context: Context, vpcId: string, name: string): readonly string[] {
  const vpc = context.state<Ec2State>('EC2').vpcs[vpcId];
  if (!vpc?.EnableDnsSupport || !vpc.EnableDnsHostnames) return [];
  const { hostedZones, namespaces, services } = context.state<ServiceDiscoveryState>('ServiceDiscovery');
  const asked = name.toLowerCase().replace(/\.$/, '');
  const service = Object.values(services).find(({ Name, NamespaceId }) => {
    const namespace = namespaces[NamespaceId];
    const zone = namespace && hostedZones[namespace.HostedZoneId];
    return zone?.VpcId === vpcId && asked === `${Name}.${zone.Name}`.toLowerCase();
  });
  if (!service?.DnsRecords.some(({ Type }) => Type === 'A')) return [];
  const all = Object.values(service.instances);
  const healthy = all.filter((instance) => instance.healthy || !service.hasCustomHealth);
  const isWeighted = service.RoutingPolicy === 'WEIGHTED';
  // A weighted answer fails open, and is one of them by chance: here the first, so that to ask changes nothing.
  const answered = isWeighted ? (healthy.length > 0 ? healthy : all).slice(0, 1) : healthy.slice(0, 8);
  return answered.flatMap(({ Attributes }) => Attributes.AWS_INSTANCE_IPV4 ?? []);
}

import type { Ec2State, Permission } from '../../../simulator/ec2/ec2-state.ts';
import type { DrawnEndpoint, DrawnNetwork } from './drawn-network.ts';

const VpcId = 'vpc';

/** The drawing as EC2 would hold it. It is put down by hand, so that nothing of the simulator's handlers is in it. */
export function drawNetwork(drawn: DrawnNetwork): Ec2State {
  const { vpc, subnets, tables, nats = {}, endpoints = [], groups } = drawn;
  const each = <T, U>(things: Readonly<Record<string, T>>, make: (name: string, thing: T) => U): Record<string, U> =>
    Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, make(name, thing)]));
  return {
    vpcs: {
      [VpcId]: {
        ...{ VpcId, CidrBlock: '10.0.0.0/16', Tags: [] },
        EnableDnsSupport: vpc.dnsSupport ?? true,
        EnableDnsHostnames: vpc.dnsHostnames ?? false,
      },
    },
    subnets: each(subnets, (SubnetId, { cidr, zone }) => ({
      ...{ SubnetId, VpcId, CidrBlock: cidr, MapPublicIpOnLaunch: false, Tags: [] },
      ...{ AvailabilityZone: `eu-west-1${zone}`, AvailabilityZoneId: `euw1-az${zone.charCodeAt(0) - 96}` },
    })),
    internetGateways: { igw: { InternetGatewayId: 'igw', attachedVpcId: VpcId, Tags: [] } },
    routeTables: each({ main: undefined, ...tables }, (RouteTableId, target) => ({
      ...{ RouteTableId, VpcId, main: RouteTableId === 'main', Tags: [] },
      associations: Object.fromEntries(
        Object.entries(subnets).flatMap(([name, { table }]) => (table === RouteTableId ? [[`assoc-${name}`, name]] : [])),
      ),
      routes: [
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
        ...(target === undefined
          ? []
          : [{ DestinationCidrBlock: '0.0.0.0/0', ...(target === 'igw' ? { GatewayId: target } : { NatGatewayId: target }) }]),
        ...endpoints.flatMap((one) =>
          'tables' in one && one.tables.includes(RouteTableId)
            ? [{ DestinationPrefixListId: one.service === 's3' ? 'pl-6da54004' : 'pl-6fa54006', GatewayId: idOf(one) }]
            : [],
        ),
      ],
    })),
    addresses: {},
    natGateways: each(nats, (NatGatewayId, { subnet, state }) => ({
      ...{ NatGatewayId, SubnetId: subnet, VpcId, State: state ?? 'available', AllocationId: `eip-${NatGatewayId}`, Tags: [] },
    })),
    securityGroups: each(groups, (GroupId, rules) => ({
      ...{ GroupId, GroupName: GroupId, Description: '', VpcId, Tags: [] },
      ingress: (rules.in ?? []).map(permission),
      egress: (rules.out ?? ['* to 0.0.0.0/0']).map(permission),
    })),
    vpcEndpoints: Object.fromEntries(endpoints.map((one) => [idOf(one), endpoint(one)])),
    networkInterfaces: {},
  };
}

const idOf = (one: DrawnEndpoint) => ('tables' in one ? (one.name ?? `vpce-${one.service}`) : `vpce-${one.service}`);

function endpoint(one: DrawnEndpoint): Ec2State['vpcEndpoints'][string] {
  const isGateway = 'tables' in one;
  return {
    ...{ VpcEndpointId: idOf(one), VpcId, ServiceName: `com.amazonaws.eu-west-1.${one.service}`, State: 'available', Tags: [] },
    VpcEndpointType: isGateway ? 'Gateway' : 'Interface',
    PrivateDnsEnabled: !isGateway && (one.privateDns ?? true),
    SubnetIds: isGateway ? [] : [...one.subnets],
    RouteTableIds: isGateway ? [...one.tables] : [],
    GroupIds: isGateway ? [] : [...one.groups],
  };
}

/** `443 from task`, `* to 0.0.0.0/0` */
function permission(rule: string): Permission {
  const [port = '', , peer = ''] = rule.split(' ');
  const ports = port === '*' ? { IpProtocol: '-1' } : { IpProtocol: 'tcp', FromPort: Number(port), ToPort: Number(port) };
  if (peer.startsWith('pl-')) return { ...ports, PrefixListId: peer };
  return peer.includes('/') ? { ...ports, CidrIp: peer } : { ...ports, GroupId: peer };
}

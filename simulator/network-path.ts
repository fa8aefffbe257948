import type { Ec2State, Permission } from './ec2/ec2-state.ts';

/** Who wants out: a network interface as ECS attaches it to a task. */
export interface Origin {
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly publicIp: boolean;
}

export type NetworkPath =
  | { readonly open: true; readonly via: 'internet-gateway' | 'nat-gateway' | 'interface-endpoint' | 'gateway-endpoint' }
  | { readonly open: false; readonly broken: string };

type Subnet = Ec2State['subnets'][string];
type Endpoint = Ec2State['vpcEndpoints'][string];

/** TCP 443 to an address on the internet. */
export function pathToInternet(ec2: Ec2State, origin: Origin): NetworkPath {
  const subnet = ec2.subnets[origin.subnetId];
  if (!subnet) return broken(`subnet ${origin.subnetId} does not exist`);
  const named = namesResolve(ec2, subnet);
  return named.open ? internetFrom(ec2, subnet, origin) : named;
}

/**
 * TCP 443 to an AWS service (`ecr.api`, `ecr.dkr`, `s3`, `logs`, …) by its regional name. An interface endpoint with
 * private DNS answers that name for the whole VPC, so every subnet goes to it whether it lets them in or not; there is no
 * falling back to NAT (VPC user guide, "Private DNS for interface endpoints").
 */
export function pathToService(ec2: Ec2State, origin: Origin, service: string, region: string): NetworkPath {
  const subnet = ec2.subnets[origin.subnetId];
  if (!subnet) return broken(`subnet ${origin.subnetId} does not exist`);
  const named = namesResolve(ec2, subnet);
  if (!named.open) return named;
  const endpoints = Object.values(ec2.vpcEndpoints).filter(
    ({ VpcId, ServiceName, State }) =>
      VpcId === subnet.VpcId && ServiceName === `com.amazonaws.${region}.${service}` && State === 'available',
  );
  const captures = endpoints.find(
    (endpoint) =>
      endpoint.VpcEndpointType === 'Interface' && endpoint.PrivateDnsEnabled && ec2.vpcs[subnet.VpcId]?.EnableDnsHostnames,
  );
  if (captures) return throughInterface(ec2, subnet, origin, captures);
  const gateway = endpoints.find(({ VpcEndpointType }) => VpcEndpointType === 'Gateway');
  if (gateway) return throughGateway(ec2, subnet, origin, gateway);
  const internet = internetFrom(ec2, subnet, origin);
  return internet.open ? internet : broken(`no endpoint for ${service} in ${subnet.VpcId}, and ${internet.broken}`);
}

const broken = (reason: string): NetworkPath => ({ open: false, broken: reason });

/** Without enableDnsSupport the VPC has no Amazon-provided resolver, and every name is unknown. */
function namesResolve(ec2: Ec2State, subnet: Subnet): NetworkPath {
  return ec2.vpcs[subnet.VpcId]?.EnableDnsSupport
    ? { open: true, via: 'internet-gateway' }
    : broken(`${subnet.VpcId} has DNS support off`);
}

function throughInterface(ec2: Ec2State, subnet: Subnet, origin: Origin, endpoint: Endpoint): NetworkPath {
  const { VpcEndpointId, GroupIds, SubnetIds } = endpoint;
  if (SubnetIds.length === 0) return broken(`${VpcEndpointId} has no subnet`);
  const reachesOut = rulesOf(ec2, origin.groupIds, 'egress').some(
    (rule) => admits443(rule) && (GroupIds.includes(rule.GroupId ?? '') || coversAny(rule, subnetCidrs(ec2, SubnetIds))),
  );
  if (!reachesOut) return broken(`no egress rule of ${origin.groupIds.join(', ')} allows 443 to ${VpcEndpointId}`);
  const letsIn = rulesOf(ec2, GroupIds, 'ingress').some(
    (rule) => admits443(rule) && (origin.groupIds.includes(rule.GroupId ?? '') || coversAny(rule, [subnet.CidrBlock])),
  );
  if (!letsIn) return broken(`${GroupIds.join(', ')} of ${VpcEndpointId} does not admit ${origin.groupIds.join(', ')} on 443`);
  return { open: true, via: 'interface-endpoint' };
}

function throughGateway(ec2: Ec2State, subnet: Subnet, origin: Origin, endpoint: Endpoint): NetworkPath {
  const table = tableOf(ec2, subnet);
  const routed =
    table !== undefined &&
    (endpoint.RouteTableIds.includes(table.RouteTableId) ||
      table.routes.some(({ GatewayId }) => GatewayId === endpoint.VpcEndpointId));
  if (!routed) {
    const internet = internetFrom(ec2, subnet, origin);
    return internet.open
      ? internet
      : broken(`${endpoint.VpcEndpointId} is not in the route table of ${subnet.SubnetId}, and ${internet.broken}`);
  }
  const reachesOut = rulesOf(ec2, origin.groupIds, 'egress').some(
    (rule) => admits443(rule) && (rule.PrefixListId !== undefined || rule.CidrIp === '0.0.0.0/0'),
  );
  return reachesOut
    ? { open: true, via: 'gateway-endpoint' }
    : broken(`no egress rule of ${origin.groupIds.join(', ')} allows 443 to the prefix list of ${endpoint.VpcEndpointId}`);
}

function internetFrom(ec2: Ec2State, subnet: Subnet, origin: Origin): NetworkPath {
  const anywhere = rulesOf(ec2, origin.groupIds, 'egress').some((rule) => admits443(rule) && rule.CidrIp === '0.0.0.0/0');
  if (!anywhere) return broken(`no egress rule of ${origin.groupIds.join(', ')} allows 443 to 0.0.0.0/0`);
  const route = defaultRoute(ec2, subnet);
  if (!route) return broken(`the route table of ${subnet.SubnetId} has no route to 0.0.0.0/0`);
  if (route.NatGatewayId) return throughNat(ec2, route.NatGatewayId);
  if (!attachedGateway(ec2, subnet, route.GatewayId)) return broken(`${route.GatewayId} is not attached to ${subnet.VpcId}`);
  if (!origin.publicIp) return broken(`the interface in ${subnet.SubnetId} has no public IP address for ${route.GatewayId}`);
  return { open: true, via: 'internet-gateway' };
}

/** A NAT gateway goes out by the table of its own subnet, which must lead to an internet gateway. */
function throughNat(ec2: Ec2State, id: string): NetworkPath {
  const nat = ec2.natGateways[id];
  if (nat?.State !== 'available') return broken(`NAT gateway ${id} is ${nat?.State ?? 'deleted'}`);
  if (!nat.AllocationId) return broken(`NAT gateway ${id} has no public IP address`);
  const subnet = ec2.subnets[nat.SubnetId];
  const route = subnet && defaultRoute(ec2, subnet);
  if (!subnet || !route || !attachedGateway(ec2, subnet, route.GatewayId))
    return broken(`NAT gateway ${id} is in ${nat.SubnetId}, whose route table has no route to an attached internet gateway`);
  return { open: true, via: 'nat-gateway' };
}

function tableOf(ec2: Ec2State, subnet: Subnet) {
  const tables = Object.values(ec2.routeTables).filter(({ VpcId }) => VpcId === subnet.VpcId);
  return (
    tables.find(({ associations }) => Object.entries(associations).flat().includes(subnet.SubnetId)) ??
    tables.find(({ main }) => main)
  );
}

const defaultRoute = (ec2: Ec2State, subnet: Subnet) =>
  tableOf(ec2, subnet)?.routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');

const attachedGateway = (ec2: Ec2State, subnet: Subnet, id = '') => ec2.internetGateways[id]?.attachedVpcId === subnet.VpcId;

const rulesOf = (ec2: Ec2State, groupIds: readonly string[], direction: 'ingress' | 'egress'): Permission[] =>
  groupIds.flatMap((id) => ec2.securityGroups[id]?.[direction] ?? []);

function admits443({ IpProtocol, FromPort, ToPort }: Permission): boolean {
  if (String(IpProtocol) === '-1') return true;
  return (IpProtocol === 'tcp' || String(IpProtocol) === '6') && (FromPort ?? 0) <= 443 && 443 <= (ToPort ?? 65_535);
}

const subnetCidrs = (ec2: Ec2State, ids: readonly string[]) => ids.flatMap((id) => ec2.subnets[id]?.CidrBlock ?? []);

const coversAny = (rule: Permission, cidrs: readonly string[]) =>
  rule.CidrIp !== undefined && cidrs.some((cidr) => covers(rule.CidrIp ?? '', cidr));

function covers(outer: string, inner: string): boolean {
  const [outerBase = '', outerBits = '32'] = outer.split('/');
  const [innerBase = '', innerBits = '32'] = inner.split('/');
  const size = 2 ** (32 - Number(outerBits));
  return Number(outerBits) <= Number(innerBits) && Math.floor(number(outerBase) / size) === Math.floor(number(innerBase) / size);
}

const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

import type { Ec2State } from './ec2/ec2-state.ts';
import { prefixListId } from './ec2/endpoint-services.ts';
import { anywhere, effectiveGroups, groupsAdmit, type Peer } from './ec2/security-rules.ts';
import { defaultRouteOf, isPublic, routeTableOf } from './ec2/subnet-routes.ts';

/** A network interface as ECS attaches it to a task, EC2 to an instance. */
export interface Origin {
  readonly subnetId: string;
  /** None is the default group of the VPC. */
  readonly groupIds: readonly string[];
  readonly publicIp: boolean;
}

export type Way = 'internet-gateway' | 'nat-gateway' | 'interface-endpoint' | 'gateway-endpoint' | 'local';
export type NetworkPath = { readonly open: true; readonly via: Way } | { readonly open: false; readonly broken: string };

type Subnet = Ec2State['subnets'][string];
type Endpoint = Ec2State['vpcEndpoints'][string];

const https = 443;

/** TCP 443 to an address on the internet. */
export function pathToInternet(ec2: Ec2State, origin: Origin): NetworkPath {
  const subnet = ec2.subnets[origin.subnetId];
  if (!subnet) return broken(`subnet ${origin.subnetId} does not exist`);
  return hasNames(ec2, subnet) ? internetFrom(ec2, subnet, origin, anywhere) : nameless(subnet);
}

/**
 * TCP 443 to an AWS service (`ecr.api`, `ecr.dkr`, `s3`, `logs`, …) by its regional name. An interface endpoint with
 * private DNS answers that name for the whole VPC, so every subnet of every zone goes to it whether it lets them in or
 * not; there is no falling back to NAT (VPC user guide, "Private DNS for interface endpoints").
 */
export function pathToService(ec2: Ec2State, origin: Origin, service: string, region: string): NetworkPath {
  const subnet = ec2.subnets[origin.subnetId];
  if (!subnet) return broken(`subnet ${origin.subnetId} does not exist`);
  if (!hasNames(ec2, subnet)) return nameless(subnet);
  const endpoints = Object.values(ec2.vpcEndpoints).filter(
    ({ VpcId, ServiceName, State }) =>
      VpcId === subnet.VpcId && ServiceName === `com.amazonaws.${region}.${service}` && State === 'available',
  );
  const captures = endpoints.find(
    (endpoint) =>
      endpoint.VpcEndpointType === 'Interface' && endpoint.PrivateDnsEnabled && ec2.vpcs[subnet.VpcId]?.EnableDnsHostnames,
  );
  if (captures) return throughInterface(ec2, subnet, origin, captures);
  const gateways = endpoints.filter(({ VpcEndpointType }) => VpcEndpointType === 'Gateway');
  const listed: Peer = { ...anywhere, ...(gatewayServices.includes(service) && { prefixListId: prefixListId(service) }) };
  const routed = gateways.find((endpoint) => isRouted(ec2, subnet, endpoint));
  if (routed) return throughGateway(ec2, subnet, origin, routed, listed);
  const internet = internetFrom(ec2, subnet, origin, listed);
  if (internet.open) return internet;
  const [astray] = gateways;
  if (astray) return broken(`${astray.VpcEndpointId} is not in the route table of ${subnet.SubnetId}, and ${internet.broken}`);
  return broken(`no endpoint for ${service} in ${subnet.VpcId}, and ${internet.broken}`);
}

const gatewayServices = ['s3', 'dynamodb'];

const broken = (reason: string): NetworkPath & { open: false } => ({ open: false, broken: reason });

/** Without enableDnsSupport the VPC has no Amazon-provided resolver, and every name is unknown. */
const hasNames = (ec2: Ec2State, subnet: Subnet) => ec2.vpcs[subnet.VpcId]?.EnableDnsSupport === true;
const nameless = (subnet: Subnet) => broken(`${subnet.VpcId} has DNS support off`);

/** The name stands for the addresses of all its interfaces, so each of them must be let out to. */
function throughInterface(ec2: Ec2State, subnet: Subnet, origin: Origin, endpoint: Endpoint): NetworkPath {
  const { VpcEndpointId, VpcId, SubnetIds } = endpoint;
  if (SubnetIds.length === 0) return broken(`${VpcEndpointId} has no subnet`);
  const mine = effectiveGroups(ec2, subnet.VpcId, origin.groupIds);
  const theirs = effectiveGroups(ec2, VpcId, endpoint.GroupIds);
  const cidrs = SubnetIds.map((id) => ec2.subnets[id]?.CidrBlock ?? '');
  if (!groupsAdmit(ec2, mine, 'egress', { groupIds: theirs, cidrs }, https))
    return broken(`no egress rule of ${mine.join(', ')} allows 443 to ${VpcEndpointId}`);
  if (!groupsAdmit(ec2, theirs, 'ingress', { groupIds: mine, cidrs: [subnet.CidrBlock] }, https))
    return broken(`${theirs.join(', ')} of ${VpcEndpointId} does not admit ${mine.join(', ')} on 443`);
  return { open: true, via: 'interface-endpoint' };
}

function isRouted(ec2: Ec2State, subnet: Subnet, { VpcEndpointId, RouteTableIds }: Endpoint): boolean {
  const table = routeTableOf(ec2, subnet);
  if (!table) return false;
  return RouteTableIds.includes(table.RouteTableId) || table.routes.some(({ GatewayId }) => GatewayId === VpcEndpointId);
}

function throughGateway(ec2: Ec2State, subnet: Subnet, origin: Origin, endpoint: Endpoint, service: Peer): NetworkPath {
  const mine = effectiveGroups(ec2, subnet.VpcId, origin.groupIds);
  return groupsAdmit(ec2, mine, 'egress', service, https)
    ? { open: true, via: 'gateway-endpoint' }
    : broken(`no egress rule of ${mine.join(', ')} allows 443 to the prefix list of ${endpoint.VpcEndpointId}`);
}

function internetFrom(ec2: Ec2State, subnet: Subnet, origin: Origin, peer: Peer): NetworkPath {
  const mine = effectiveGroups(ec2, subnet.VpcId, origin.groupIds);
  if (!groupsAdmit(ec2, mine, 'egress', peer, https))
    return broken(`no egress rule of ${mine.join(', ')} allows 443 to 0.0.0.0/0`);
  const route = defaultRouteOf(ec2, subnet);
  if (!route) return broken(`the route table of ${subnet.SubnetId} has no route to 0.0.0.0/0`);
  if (route.NatGatewayId) return throughNat(ec2, subnet, route.NatGatewayId);
  if (!isPublic(ec2, subnet)) return broken(`${route.GatewayId} is not attached to ${subnet.VpcId}`);
  if (!origin.publicIp) return broken(`the interface in ${subnet.SubnetId} has no public IP address for ${route.GatewayId}`);
  return { open: true, via: 'internet-gateway' };
}

/** A NAT gateway goes out by the table of its own subnet, which must lead to an internet gateway. */
function throughNat(ec2: Ec2State, from: Subnet, id: string): NetworkPath {
  const nat = ec2.natGateways[id];
  if (nat?.State !== 'available') return broken(`NAT gateway ${id} is ${nat?.State ?? 'deleted'}`);
  if (!nat.AllocationId) return broken(`NAT gateway ${id} has no public IP address`);
  if (nat.VpcId !== from.VpcId) return broken(`NAT gateway ${id} is in ${nat.VpcId}`);
  const subnet = ec2.subnets[nat.SubnetId];
  if (!subnet || !isPublic(ec2, subnet))
    return broken(`NAT gateway ${id} is in ${nat.SubnetId}, whose route table has no route to an attached internet gateway`);
  return { open: true, via: 'nat-gateway' };
}

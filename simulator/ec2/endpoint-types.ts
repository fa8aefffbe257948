import { type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import { ec2Quota } from './ec2-quota.ts';
import type { Ec2State } from './ec2-state.ts';
import { ec2Error, ec2Id, ec2State, ec2Tags, isTrue, requireThing } from './ec2-things.ts';
import { type EndpointService, endpointServices, prefixListId } from './endpoint-services.ts';
import { createNetworkInterface, deleteNetworkInterface } from './network-interfaces.ts';
import { effectiveGroups } from './security-rules.ts';

type Endpoint = Ec2State['vpcEndpoints'][string];

const interfaceDescription = (id: string) => `VPC Endpoint Interface ${id}`;

const vpcEndpoint: PlainType = {
  type: 'AWS::EC2::VPCEndpoint',
  properties: [
    ...['VpcId', 'ServiceName', 'VpcEndpointType', 'PrivateDnsEnabled', 'SubnetIds', 'SecurityGroupIds', 'RouteTableIds'],
    ...['PolicyDocument', 'Tags'],
  ],
  required: ['VpcId', 'ServiceName'],
  createOnly: ['VpcId', 'ServiceName', 'VpcEndpointType'],
  // 60–180 s for an interface endpoint.
  create: [60, 180],
  update: [30, 90],
  delete: [60, 180],
  make(request, context) {
    const { vpcs, vpcEndpoints } = ec2State(context);
    const gateways = Object.values(vpcEndpoints).filter(({ VpcEndpointType }) => VpcEndpointType === 'Gateway');
    if (isGateway(request) && gateways.length >= ec2Quota('L-1B52E74A', context).value)
      throw ec2Error(context, 'ServiceLimitExceeded', 'The maximum number of VPC endpoints has been reached.');
    const wanted = endpointOf(request, context, ec2Id(context, 'vpce'));
    requireThing(context, vpcs, 'vpc', wanted.VpcId);
    checkEndpoint(wanted, context);
    vpcEndpoints[wanted.VpcEndpointId] = wanted;
    reach(wanted, context);
    return wanted.VpcEndpointId;
  },
  ready(id, context) {
    const made = ec2State(context).vpcEndpoints[id];
    if (made) made.State = 'available';
  },
  change(request, context) {
    const { vpcEndpoints } = ec2State(context);
    const endpoint = requireThing(context, vpcEndpoints, 'VpcEndpoint', request.physicalId);
    const wanted = { ...endpointOf(request, context, request.physicalId), State: endpoint.State };
    checkEndpoint(wanted, context);
    vpcEndpoints[request.physicalId] = wanted;
    reach(wanted, context);
  },
  remove(id, _request, context) {
    const endpoint = ec2State(context).vpcEndpoints[id];
    if (endpoint) endpoint.State = 'deleting';
  },
  gone(id, context) {
    const { vpcEndpoints } = ec2State(context);
    const endpoint = vpcEndpoints[id];
    if (endpoint) reach({ ...endpoint, SubnetIds: [], RouteTableIds: [] }, context);
    delete vpcEndpoints[id];
  },
  attributes: (id) => ({ Id: id }),
};

const isGateway = ({ properties }: ResourceRequest) => (properties.VpcEndpointType ?? 'Gateway') === 'Gateway';

function endpointOf(request: ResourceRequest, context: Context, VpcEndpointId: string): Endpoint {
  const { properties } = request;
  const type = String(properties.VpcEndpointType ?? 'Gateway');
  if (type !== 'Gateway' && type !== 'Interface')
    throw ec2Error(context, 'InvalidRequest', `the simulator does not model ${type} endpoints`);
  const list = (name: string) => [properties[name] ?? []].flat().map(String);
  const VpcId = String(properties.VpcId);
  const GroupIds = list('SecurityGroupIds');
  return {
    VpcEndpointId,
    VpcId,
    ServiceName: String(properties.ServiceName),
    VpcEndpointType: type,
    State: 'pending',
    PrivateDnsEnabled: isTrue(properties.PrivateDnsEnabled ?? false),
    SubnetIds: list('SubnetIds'),
    RouteTableIds: list('RouteTableIds'),
    GroupIds: type === 'Interface' ? [...effectiveGroups(ec2State(context), VpcId, GroupIds)] : GroupIds,
    Tags: ec2Tags(request),
  };
}

/** What CreateVpcEndpoint and ModifyVpcEndpoint refuse. */
function checkEndpoint(wanted: Endpoint, context: Context): void {
  const service = endpointServices(context).find(
    ({ name, type }) => name === wanted.ServiceName && type === wanted.VpcEndpointType,
  );
  if (!service) throw ec2Error(context, 'InvalidRequest', `The Vpc Endpoint Service '${wanted.ServiceName}' does not exist`);
  checkSubnets(wanted, service, context);
  checkTables(wanted, context);
  const vpc = ec2State(context).vpcs[wanted.VpcId];
  if (wanted.PrivateDnsEnabled && !(vpc?.EnableDnsSupport && vpc.EnableDnsHostnames))
    throw ec2Error(
      context,
      'InvalidRequest',
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${wanted.VpcId}`,
    );
  refusePrivateDnsConflict(wanted, service.privateDnsName ?? service.name, context);
}

function checkSubnets(wanted: Endpoint, { name, zoneNames }: EndpointService, context: Context): void {
  if (wanted.VpcEndpointType === 'Gateway' && wanted.SubnetIds.length > 0)
    throw ec2Error(context, 'InvalidRequest', 'SubnetIds are not allowed for a gateway endpoint');
  const subnets = wanted.SubnetIds.map((id) => requireThing(context, ec2State(context).subnets, 'subnet', id));
  const foreign = subnets.find(({ VpcId }) => VpcId !== wanted.VpcId);
  if (foreign)
    throw ec2Error(context, 'InvalidRequest', `Subnet ${foreign.SubnetId} and VPC ${wanted.VpcId} belong to different networks`);
  const beyond = subnets.find(({ AvailabilityZone }) => !zoneNames.includes(AvailabilityZone));
  if (beyond)
    throw ec2Error(
      context,
      'InvalidRequest',
      `The VPC endpoint service ${name} does not support the availability zone of the subnet: ${beyond.SubnetId}.`,
      'InvalidParameter',
    );
  const zones = subnets.map(({ AvailabilityZone }) => AvailabilityZone);
  if (new Set(zones).size < zones.length)
    throw ec2Error(context, 'InvalidRequest', 'Found another VPC endpoint subnet in the availability zone.');
}

/** Endpoints of one service may share a VPC, never a table: the routes would be to the same destination. */
function checkTables(wanted: Endpoint, context: Context): void {
  if (wanted.VpcEndpointType === 'Interface' && wanted.RouteTableIds.length > 0)
    throw ec2Error(context, 'InvalidRequest', 'Route table IDs are only supported for Gateway type VPC Endpoint.');
  const list = prefixListId(wanted.ServiceName);
  for (const tableId of wanted.RouteTableIds) {
    const table = requireThing(context, ec2State(context).routeTables, 'routeTable', tableId);
    if (table.VpcId !== wanted.VpcId)
      throw ec2Error(context, 'InvalidRequest', `Route table ${tableId} and VPC ${wanted.VpcId} belong to different networks`);
    const taken = table.routes.some(
      ({ DestinationPrefixListId, GatewayId }) => DestinationPrefixListId === list && GatewayId !== wanted.VpcEndpointId,
    );
    if (taken)
      throw ec2Error(
        context,
        'AlreadyExists',
        `route table ${tableId} already has a route with destination-prefix-list-id ${list}`,
        'RouteAlreadyExists',
      );
  }
}

/** Private DNS is VPC-wide: the old endpoint of a replacement is in its way as well. */
function refusePrivateDnsConflict(wanted: Endpoint, domain: string, context: Context): void {
  if (!wanted.PrivateDnsEnabled) return;
  const conflict = Object.values(ec2State(context).vpcEndpoints).some(
    (other) =>
      other.VpcEndpointId !== wanted.VpcEndpointId &&
      other.VpcId === wanted.VpcId &&
      other.ServiceName === wanted.ServiceName &&
      other.PrivateDnsEnabled,
  );
  if (!conflict) return;
  const where = `${domain} in the VPC ${wanted.VpcId}`;
  throw ec2Error(
    context,
    'GeneralServiceException',
    `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${where}`,
  );
}

/** Makes its interfaces and routes those it says it has; an interface that may stay stays, address and all. */
function reach({ VpcEndpointId: id, ServiceName, SubnetIds, RouteTableIds, GroupIds }: Endpoint, context: Context): void {
  const { routeTables, networkInterfaces } = ec2State(context);
  const mine = Object.values(networkInterfaces).filter(({ Description }) => Description === interfaceDescription(id));
  for (const one of mine)
    if (SubnetIds.includes(one.SubnetId)) one.groups = [...GroupIds];
    else deleteNetworkInterface(one, context);
  for (const SubnetId of SubnetIds.filter((wanted) => !mine.some((one) => one.SubnetId === wanted)))
    createNetworkInterface(
      { SubnetId, Groups: GroupIds, Description: interfaceDescription(id), InterfaceType: 'vpc_endpoint' },
      context,
    );
  for (const table of Object.values(routeTables)) {
    table.routes = table.routes.filter(({ GatewayId }) => GatewayId !== id);
    if (RouteTableIds.includes(table.RouteTableId))
      table.routes.push({ DestinationPrefixListId: prefixListId(ServiceName), GatewayId: id });
  }
}

const both = plainResourceType(vpcEndpoint);
const gateway = plainResourceType({ ...vpcEndpoint, create: [5, 20], update: [5, 20], delete: [5, 20] });
const kindOf = ({ properties }: ResourceRequest) => (properties.VpcEndpointType === 'Interface' ? both : gateway);

/** Gateway endpoints take seconds, interface endpoints minutes. */
export const endpointTypes: readonly ResourceType[] = [
  {
    ...both,
    create: (request, context) => kindOf(request).create(request, context),
    update: (request, context) => kindOf(request).update(request, context),
    delete: (request, context) => kindOf(request).delete(request, context),
    check: (request, context) => kindOf(request).check(request, context),
  },
];

import { type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import type { Ec2State } from './ec2-state.ts';
import { ec2Error, ec2Id, ec2State, ec2Tags, isTrue, requireThing } from './ec2-things.ts';
import { endpointServices, prefixListId } from './endpoint-services.ts';
import { createNetworkInterface, deleteNetworkInterface } from './network-interfaces.ts';

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
    const { vpcs, vpcEndpoints, subnets } = ec2State(context);
    const wanted = endpointOf(request, context, ec2Id(context, 'vpce'));
    const vpc = requireThing(context, vpcs, 'vpc', wanted.VpcId);
    const service = endpointServices(context.region).find(
      ({ name, type }) => name === wanted.ServiceName && type === wanted.VpcEndpointType,
    );
    if (!service) throw ec2Error(context, 'InvalidRequest', `The Vpc Endpoint Service '${wanted.ServiceName}' does not exist`);
    checkSubnets(wanted, subnets, context);
    if (wanted.PrivateDnsEnabled && !(vpc.EnableDnsSupport && vpc.EnableDnsHostnames))
      throw ec2Error(
        context,
        'InvalidRequest',
        `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.VpcId}`,
      );
    refusePrivateDnsConflict(wanted, service.privateDnsName ?? service.name, context);
    vpcEndpoints[wanted.VpcEndpointId] = wanted;
    reach(wanted, context);
    return wanted.VpcEndpointId;
  },
  ready(id, context) {
    const made = ec2State(context).vpcEndpoints[id];
    if (made) made.State = 'available';
  },
  change(request, context) {
    const { vpcEndpoints, subnets } = ec2State(context);
    const endpoint = requireThing(context, vpcEndpoints, 'VpcEndpoint', request.physicalId);
    const wanted = { ...endpointOf(request, context, request.physicalId), State: endpoint.State };
    checkSubnets(wanted, subnets, context);
    const service = endpointServices(context.region).find(
      ({ name, type }) => name === wanted.ServiceName && type === 'Interface',
    );
    refusePrivateDnsConflict(wanted, service?.privateDnsName ?? wanted.ServiceName, context);
    unreach(endpoint, context);
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
    if (endpoint) unreach(endpoint, context);
    delete vpcEndpoints[id];
  },
  attributes: (id) => ({ Id: id }),
};

function endpointOf(request: ResourceRequest, context: Context, VpcEndpointId: string): Endpoint {
  const { properties } = request;
  const type = String(properties.VpcEndpointType ?? 'Gateway');
  if (type !== 'Gateway' && type !== 'Interface')
    throw ec2Error(context, 'InvalidRequest', `the simulator does not model ${type} endpoints`);
  const list = (name: string) => [properties[name] ?? []].flat().map(String);
  return {
    VpcEndpointId,
    VpcId: String(properties.VpcId),
    ServiceName: String(properties.ServiceName),
    VpcEndpointType: type,
    State: 'pending',
    PrivateDnsEnabled: isTrue(properties.PrivateDnsEnabled ?? false),
    SubnetIds: list('SubnetIds'),
    RouteTableIds: list('RouteTableIds'),
    GroupIds: list('SecurityGroupIds'),
    Tags: ec2Tags(request),
  };
}

function checkSubnets(wanted: Endpoint, subnets: Ec2State['subnets'], context: Context): void {
  if (wanted.VpcEndpointType === 'Gateway' && wanted.SubnetIds.length > 0)
    throw ec2Error(context, 'InvalidRequest', 'SubnetIds are not allowed for a gateway endpoint');
  if (wanted.VpcEndpointType === 'Interface' && wanted.RouteTableIds.length > 0)
    throw ec2Error(context, 'InvalidRequest', 'Route table IDs are only supported for Gateway type VPC Endpoint.');
  const zones = wanted.SubnetIds.map((id) => requireThing(context, subnets, 'subnet', id).AvailabilityZone);
  if (new Set(zones).size < zones.length)
    throw ec2Error(context, 'InvalidRequest', 'Found another VPC endpoint subnet in the availability zone.');
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

/** Interfaces in its subnets, or routes to it in its tables. */
function reach(endpoint: Endpoint, context: Context): void {
  const { routeTables, securityGroups } = ec2State(context);
  const { VpcEndpointId: id, VpcId, ServiceName } = endpoint;
  const own = Object.values(securityGroups).find((group) => group.VpcId === VpcId && group.GroupName === 'default');
  if (endpoint.VpcEndpointType === 'Interface' && endpoint.GroupIds.length === 0 && own) endpoint.GroupIds = [own.GroupId];
  for (const SubnetId of endpoint.SubnetIds)
    createNetworkInterface(
      { SubnetId, Groups: endpoint.GroupIds, Description: interfaceDescription(id), InterfaceType: 'vpc_endpoint' },
      context,
    );
  for (const tableId of endpoint.RouteTableIds) {
    const table = requireThing(context, routeTables, 'routeTable', tableId);
    table.routes.push({ DestinationPrefixListId: prefixListId(ServiceName), GatewayId: id });
  }
}

function unreach({ VpcEndpointId: id }: Endpoint, context: Context): void {
  const { routeTables, networkInterfaces } = ec2State(context);
  for (const table of Object.values(routeTables)) table.routes = table.routes.filter(({ GatewayId }) => GatewayId !== id);
  for (const { NetworkInterfaceId, Description } of Object.values(networkInterfaces))
    if (Description === interfaceDescription(id)) deleteNetworkInterface({ NetworkInterfaceId }, context);
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

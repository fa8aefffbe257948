import { handlerError, type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import { availabilityZones } from './availability-zones.ts';
import { cidrContains, cidrsOverlap, parseCidr } from './cidr.ts';
import type { Route } from './ec2-state.ts';
import { ec2Error, ec2Id, ec2State, ec2Tags, isTrue, requireThing } from './ec2-things.ts';

const subnet: PlainType = {
  type: 'AWS::EC2::Subnet',
  properties: ['VpcId', 'CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId', 'MapPublicIpOnLaunch', 'Tags'],
  required: ['VpcId'],
  createOnly: ['VpcId', 'CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId'],
  create: [3, 6],
  make(request, context) {
    const { vpcs, subnets } = ec2State(context);
    const vpc = requireThing(context, vpcs, 'vpc', request.properties.VpcId);
    const CidrBlock = String(request.properties.CidrBlock);
    const block = parseCidr(CidrBlock);
    const outer = parseCidr(vpc.CidrBlock);
    if (!block || !outer || block.prefix > 28 || !cidrContains(outer, block))
      throw ec2Error(context, 'InvalidRequest', `The CIDR '${CidrBlock}' is invalid.`);
    const taken = Object.values(subnets).some((other) => {
      const theirs = parseCidr(other.CidrBlock);
      return other.VpcId === vpc.VpcId && theirs && cidrsOverlap(theirs, block);
    });
    if (taken) throw ec2Error(context, 'AlreadyExists', `The CIDR '${CidrBlock}' conflicts with another subnet`);
    const SubnetId = ec2Id(context, 'subnet');
    subnets[SubnetId] = {
      ...{ SubnetId, VpcId: vpc.VpcId, CidrBlock, ...zoneOf(request, context) },
      MapPublicIpOnLaunch: isTrue(request.properties.MapPublicIpOnLaunch ?? false),
      Tags: ec2Tags(request),
    };
    return SubnetId;
  },
  change(request, context) {
    Object.assign(requireThing(context, ec2State(context).subnets, 'subnet', request.physicalId), {
      MapPublicIpOnLaunch: isTrue(request.properties.MapPublicIpOnLaunch ?? false),
      Tags: ec2Tags(request),
    });
  },
  remove(id, _request, context) {
    const { subnets, networkInterfaces, routeTables } = ec2State(context);
    if (Object.values(networkInterfaces).some(({ SubnetId }) => SubnetId === id))
      throw ec2Error(
        context,
        'InvalidRequest',
        `The subnet '${id}' has dependencies and cannot be deleted.`,
        'DependencyViolation',
      );
    delete subnets[id];
    for (const table of Object.values(routeTables))
      for (const [association, of] of Object.entries(table.associations)) if (of === id) delete table.associations[association];
  },
  deletePatience: 420,
  attributes(id, context) {
    const made = ec2State(context).subnets[id];
    const { AvailabilityZone = '', AvailabilityZoneId = '', CidrBlock = '', VpcId = '' } = made ?? {};
    return { SubnetId: id, AvailabilityZone, AvailabilityZoneId, CidrBlock, VpcId };
  },
};

const routeTable: PlainType = {
  type: 'AWS::EC2::RouteTable',
  properties: ['VpcId', 'Tags'],
  required: ['VpcId'],
  createOnly: ['VpcId'],
  create: [8, 12],
  make(request, context) {
    const { vpcs, routeTables } = ec2State(context);
    const { VpcId, CidrBlock } = requireThing(context, vpcs, 'vpc', request.properties.VpcId);
    const RouteTableId = ec2Id(context, 'rtb');
    const routes = [{ DestinationCidrBlock: CidrBlock, GatewayId: 'local' }];
    routeTables[RouteTableId] = { RouteTableId, VpcId, main: false, associations: {}, routes, Tags: ec2Tags(request) };
    return RouteTableId;
  },
  change(request, context) {
    requireThing(context, ec2State(context).routeTables, 'routeTable', request.physicalId).Tags = ec2Tags(request);
  },
  remove(id, _request, context) {
    const { routeTables } = ec2State(context);
    if (Object.keys(routeTables[id]?.associations ?? {}).length > 0)
      throw ec2Error(
        context,
        'InvalidRequest',
        `The routeTable '${id}' has dependencies and cannot be deleted.`,
        'DependencyViolation',
      );
    delete routeTables[id];
  },
  deletePatience: 300,
  attributes: (id) => ({ RouteTableId: id }),
};

const route: PlainType = {
  type: 'AWS::EC2::Route',
  properties: ['RouteTableId', 'DestinationCidrBlock', 'GatewayId', 'NatGatewayId'],
  required: ['RouteTableId'],
  createOnly: ['RouteTableId', 'DestinationCidrBlock'],
  create: [1, 4],
  make(request, context) {
    const table = requireThing(context, ec2State(context).routeTables, 'routeTable', request.properties.RouteTableId);
    const made = routeOf(request, context);
    const { DestinationCidrBlock } = made;
    if (table.routes.some((other) => other.DestinationCidrBlock === DestinationCidrBlock))
      throw ec2Error(
        context,
        'AlreadyExists',
        `The route identified by ${DestinationCidrBlock} already exists.`,
        'RouteAlreadyExists',
      );
    table.routes.push(made);
    return `${table.RouteTableId}|${DestinationCidrBlock}`;
  },
  change(request, context) {
    const table = requireThing(context, ec2State(context).routeTables, 'routeTable', request.properties.RouteTableId);
    const made = routeOf(request, context);
    table.routes = table.routes.map((other) => (other.DestinationCidrBlock === made.DestinationCidrBlock ? made : other));
  },
  remove(_id, request, context) {
    const table = ec2State(context).routeTables[String(request.properties.RouteTableId)];
    if (!table) return;
    const { DestinationCidrBlock } = request.properties;
    table.routes = table.routes.filter((other) => other.DestinationCidrBlock !== DestinationCidrBlock);
  },
  attributes: (id) => ({ CidrBlock: id.split('|')[1] ?? '' }),
};

const association: PlainType = {
  type: 'AWS::EC2::SubnetRouteTableAssociation',
  properties: ['SubnetId', 'RouteTableId'],
  required: ['SubnetId', 'RouteTableId'],
  createOnly: ['SubnetId'],
  create: [1, 4],
  make(request, context) {
    const { subnets, routeTables } = ec2State(context);
    const { SubnetId, VpcId } = requireThing(context, subnets, 'subnet', request.properties.SubnetId);
    const table = requireThing(context, routeTables, 'routeTable', request.properties.RouteTableId);
    if (table.VpcId !== VpcId)
      throw ec2Error(
        context,
        'InvalidRequest',
        `Route table ${table.RouteTableId} and subnet ${SubnetId} belong to different networks`,
      );
    if (Object.values(routeTables).some(({ associations }) => Object.values(associations).includes(SubnetId)))
      throw ec2Error(
        context,
        'AlreadyExists',
        `the specified association for route table ${table.RouteTableId} conflicts with an existing association`,
        'Resource.AlreadyAssociated',
      );
    const id = ec2Id(context, 'rtbassoc');
    table.associations[id] = SubnetId;
    return id;
  },
  change(request, context) {
    const { routeTables } = ec2State(context);
    const table = requireThing(context, routeTables, 'routeTable', request.properties.RouteTableId);
    for (const other of Object.values(routeTables)) delete other.associations[request.physicalId];
    table.associations[request.physicalId] = String(request.properties.SubnetId);
  },
  remove(id, _request, context) {
    for (const table of Object.values(ec2State(context).routeTables)) delete table.associations[id];
  },
  attributes: (id) => ({ Id: id }),
};

function zoneOf(request: ResourceRequest, context: Context) {
  const { AvailabilityZone: name, AvailabilityZoneId: id } = request.properties;
  if (name !== undefined && id !== undefined)
    throw handlerError('InvalidRequest', 'Only one of AvailabilityZone and AvailabilityZoneId can be specified');
  const zones = availabilityZones(context.region);
  const found =
    name === undefined && id === undefined
      ? zones[Math.floor(context.random() * zones.length)]
      : zones.find((zone) => zone.ZoneName === name || zone.ZoneId === id);
  if (!found)
    throw ec2Error(context, 'InvalidRequest', `Value (${String(name ?? id)}) for parameter availabilityZone is invalid.`);
  return { AvailabilityZone: found.ZoneName, AvailabilityZoneId: found.ZoneId };
}

function routeOf(request: ResourceRequest, context: Context): Route {
  const { RouteTableId, DestinationCidrBlock, GatewayId, NatGatewayId } = request.properties;
  const { routeTables, internetGateways, natGateways } = ec2State(context);
  if (!parseCidr(String(DestinationCidrBlock)))
    throw ec2Error(context, 'InvalidRequest', `The destination CIDR block ${String(DestinationCidrBlock)} is invalid.`);
  const table = requireThing(context, routeTables, 'routeTable', RouteTableId);
  if ((GatewayId === undefined) === (NatGatewayId === undefined))
    throw ec2Error(context, 'InvalidRequest', 'The request must contain exactly one of gatewayId, natGatewayId');
  const destination = { DestinationCidrBlock: String(DestinationCidrBlock) };
  if (NatGatewayId !== undefined) {
    const nat = natGateways[String(NatGatewayId)];
    if (nat?.State !== 'available')
      throw ec2Error(context, 'NotFound', `The natGateway ID '${String(NatGatewayId)}' does not exist`);
    if (nat.VpcId !== table.VpcId)
      throw ec2Error(
        context,
        'InvalidRequest',
        `route table ${table.RouteTableId} and nat gateway ${nat.NatGatewayId} belong to different networks`,
      );
    return { ...destination, NatGatewayId: nat.NatGatewayId };
  }
  const gateway = internetGateways[String(GatewayId)];
  if (!gateway) throw ec2Error(context, 'NotFound', `The gateway ID '${String(GatewayId)}' does not exist`);
  if (gateway.attachedVpcId !== table.VpcId)
    throw ec2Error(
      context,
      'InvalidRequest',
      `route table ${table.RouteTableId} and network gateway ${gateway.InternetGatewayId} belong to different networks`,
    );
  return { ...destination, GatewayId: gateway.InternetGatewayId };
}

export const subnetTypes: readonly ResourceType[] = [subnet, routeTable, route, association].map(plainResourceType);

import { type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceType } from '../cloudformation/resource-type.ts';
import { parseCidr } from './cidr.ts';
import { ec2Quota } from './ec2-quota.ts';
import { ec2Error, ec2Id, ec2State, ec2Tags, isTrue, requireThing } from './ec2-things.ts';

const vpc: PlainType = {
  type: 'AWS::EC2::VPC',
  properties: ['CidrBlock', 'EnableDnsSupport', 'EnableDnsHostnames', 'InstanceTenancy', 'Tags'],
  required: ['CidrBlock'],
  createOnly: ['CidrBlock', 'InstanceTenancy'],
  create: [10, 15],
  make(request, context) {
    const { vpcs, routeTables, securityGroups } = ec2State(context);
    const { CidrBlock, EnableDnsSupport = true, EnableDnsHostnames = false } = request.properties;
    const block = parseCidr(String(CidrBlock));
    if (!block || block.prefix < 16 || block.prefix > 28)
      throw ec2Error(context, 'InvalidRequest', `The CIDR '${CidrBlock}' is invalid.`);
    if (Object.keys(vpcs).length >= ec2Quota('L-F678F1CE', context).value)
      throw ec2Error(context, 'ServiceLimitExceeded', 'The maximum number of VPCs has been reached.');
    const VpcId = ec2Id(context, 'vpc');
    vpcs[VpcId] = {
      VpcId,
      CidrBlock: String(CidrBlock),
      EnableDnsSupport: isTrue(EnableDnsSupport),
      EnableDnsHostnames: isTrue(EnableDnsHostnames),
      Tags: ec2Tags(request),
    };
    const RouteTableId = ec2Id(context, 'rtb');
    const local = { DestinationCidrBlock: String(CidrBlock), GatewayId: 'local' };
    routeTables[RouteTableId] = { RouteTableId, VpcId, main: true, associations: {}, routes: [local], Tags: [] };
    const GroupId = ec2Id(context, 'sg');
    securityGroups[GroupId] = {
      ...{ GroupId, VpcId, GroupName: 'default', Description: 'default VPC security group', Tags: [] },
      ingress: [{ IpProtocol: '-1', GroupId }],
      egress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
    };
    return VpcId;
  },
  change(request, context) {
    const { EnableDnsSupport = true, EnableDnsHostnames = false } = request.properties;
    Object.assign(requireThing(context, ec2State(context).vpcs, 'vpc', request.physicalId), {
      EnableDnsSupport: isTrue(EnableDnsSupport),
      EnableDnsHostnames: isTrue(EnableDnsHostnames),
      Tags: ec2Tags(request),
    });
  },
  remove(id, _request, context) {
    const state = ec2State(context);
    const inVpc = <T extends { VpcId: string }>(things: Record<string, T>) =>
      Object.values(things).filter(({ VpcId }) => VpcId === id);
    const users = [
      ...inVpc(state.subnets),
      ...inVpc(state.routeTables).filter(({ main }) => !main),
      ...inVpc(state.securityGroups).filter(({ GroupName }) => GroupName !== 'default'),
      ...inVpc(state.vpcEndpoints),
      ...Object.values(state.internetGateways).filter(({ attachedVpcId }) => attachedVpcId === id),
    ];
    if (users.length > 0)
      throw ec2Error(context, 'InvalidRequest', `The vpc '${id}' has dependencies and cannot be deleted.`, 'DependencyViolation');
    delete state.vpcs[id];
    for (const { RouteTableId } of inVpc(state.routeTables)) delete state.routeTables[RouteTableId];
    for (const { GroupId } of inVpc(state.securityGroups)) delete state.securityGroups[GroupId];
  },
  deletePatience: 300,
  attributes(id, context) {
    const { securityGroups, vpcs } = ec2State(context);
    const own = Object.values(securityGroups).find(({ VpcId, GroupName }) => VpcId === id && GroupName === 'default');
    return { VpcId: id, CidrBlock: vpcs[id]?.CidrBlock ?? '', DefaultSecurityGroup: own?.GroupId ?? '' };
  },
};

const internetGateway: PlainType = {
  type: 'AWS::EC2::InternetGateway',
  properties: ['Tags'],
  createOnly: [],
  create: [15, 20],
  make(request, context) {
    const InternetGatewayId = ec2Id(context, 'igw');
    ec2State(context).internetGateways[InternetGatewayId] = { InternetGatewayId, Tags: ec2Tags(request) };
    return InternetGatewayId;
  },
  change(request, context) {
    const { internetGateways } = ec2State(context);
    requireThing(context, internetGateways, 'internetGateway', request.physicalId).Tags = ec2Tags(request);
  },
  remove(id, _request, context) {
    const { internetGateways } = ec2State(context);
    if (internetGateways[id]?.attachedVpcId !== undefined)
      throw ec2Error(
        context,
        'InvalidRequest',
        `The internetGateway '${id}' has dependencies and cannot be deleted.`,
        'DependencyViolation',
      );
    delete internetGateways[id];
  },
  deletePatience: 300,
  attributes: (id) => ({ InternetGatewayId: id }),
};

const gatewayAttachment: PlainType = {
  type: 'AWS::EC2::VPCGatewayAttachment',
  properties: ['VpcId', 'InternetGatewayId'],
  required: ['VpcId', 'InternetGatewayId'],
  createOnly: ['VpcId'],
  create: [3, 10],
  make(request, context) {
    const { vpcs, internetGateways } = ec2State(context);
    const { VpcId } = requireThing(context, vpcs, 'vpc', request.properties.VpcId);
    const id = String(request.properties.InternetGatewayId);
    const gateway = requireThing(context, internetGateways, 'internetGateway', id);
    if (gateway.attachedVpcId !== undefined)
      throw ec2Error(
        context,
        'AlreadyExists',
        `Resource ${gateway.InternetGatewayId} is already attached to network ${gateway.attachedVpcId}`,
      );
    if (Object.values(internetGateways).some(({ attachedVpcId }) => attachedVpcId === VpcId))
      throw ec2Error(context, 'AlreadyExists', `Network ${VpcId} already has an internet gateway attached`);
    gateway.attachedVpcId = VpcId;
    return `IGW|${VpcId}`;
  },
  change(request, context) {
    if (request.properties.InternetGatewayId === request.previous.InternetGatewayId) return;
    const { internetGateways } = ec2State(context);
    delete internetGateways[String(request.previous.InternetGatewayId)]?.attachedVpcId;
    const gateway = requireThing(context, internetGateways, 'internetGateway', request.properties.InternetGatewayId);
    gateway.attachedVpcId = String(request.properties.VpcId);
  },
  remove(_id, request, context) {
    const { internetGateways, networkInterfaces } = ec2State(context);
    const gateway = internetGateways[String(request.properties.InternetGatewayId)];
    if (gateway?.attachedVpcId === undefined) return;
    const vpcId = gateway.attachedVpcId;
    const mapped = Object.values(networkInterfaces).some(({ VpcId, publicIp }) => VpcId === vpcId && publicIp !== undefined);
    if (mapped)
      throw ec2Error(
        context,
        'InvalidRequest',
        `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
        'DependencyViolation',
      );
    delete gateway.attachedVpcId;
  },
  deletePatience: 600,
  attributes: () => ({ AttachmentType: 'IGW' }),
};

export const vpcTypes: readonly ResourceType[] = [vpc, internetGateway, gatewayAttachment].map(plainResourceType);

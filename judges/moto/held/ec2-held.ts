import { isDeepStrictEqual } from 'node:util';
import {
  DescribeAddressesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import type { Connect } from '../../../cloud/connect.ts';
import type { Describer, Properties } from './describer.ts';
import { templateTags } from './template-tags.ts';

const stackTags = { Tags: { because: 'CloudFormation gives it the tags of the stack only', instead: 'stack tags' } };

/** The network's types, asked of EC2. */
export const ec2Held: Readonly<Record<string, Describer>> = {
  'AWS::EC2::VPC': {
    async describe(moto, id) {
      const ec2 = moto(EC2Client);
      const vpc = (await ec2.send(new DescribeVpcsCommand({ VpcIds: [id] }))).Vpcs?.[0];
      const of = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
        ec2.send(new DescribeVpcAttributeCommand({ VpcId: id, Attribute }));
      return (
        vpc && {
          properties: {
            CidrBlock: vpc.CidrBlock,
            EnableDnsSupport: (await of('enableDnsSupport')).EnableDnsSupport?.Value,
            EnableDnsHostnames: (await of('enableDnsHostnames')).EnableDnsHostnames?.Value,
            Tags: templateTags(vpc.Tags),
          },
        }
      );
    },
    loses: { EnableDnsHostnames: { because: 'CloudFormation reads the block and the tags only', instead: false } },
  },
  'AWS::EC2::InternetGateway': {
    async describe(moto, id) {
      const gateway = await internetGateway(moto, id);
      return gateway && { properties: { Tags: templateTags(gateway.Tags) } };
    },
    loses: stackTags,
  },
  'AWS::EC2::VPCGatewayAttachment': {
    async describe(moto, _id, { InternetGatewayId }) {
      const gateway = await internetGateway(moto, String(InternetGatewayId));
      const attachment = gateway?.Attachments?.[0];
      return attachment && { properties: { InternetGatewayId: gateway?.InternetGatewayId, VpcId: attachment.VpcId } };
    },
  },
  'AWS::EC2::RouteTable': {
    async describe(moto, id) {
      const table = await routeTable(moto, id);
      return table && { properties: { VpcId: table.VpcId, Tags: templateTags(table.Tags) } };
    },
    loses: stackTags,
  },
  'AWS::EC2::Route': {
    async describe(moto, _id, { RouteTableId, DestinationCidrBlock }) {
      const table = await routeTable(moto, String(RouteTableId));
      const route = table?.Routes?.find((one) => one.DestinationCidrBlock === DestinationCidrBlock);
      const { GatewayId, NatGatewayId } = route ?? {};
      return route && { properties: { RouteTableId: table?.RouteTableId, DestinationCidrBlock, GatewayId, NatGatewayId } };
    },
    unasked: ['GatewayId', 'NatGatewayId'],
  },
  'AWS::EC2::Subnet': {
    async describe(moto, id) {
      const subnet = (await moto(EC2Client).send(new DescribeSubnetsCommand({ SubnetIds: [id] }))).Subnets?.[0];
      const { VpcId, CidrBlock, AvailabilityZone, AvailabilityZoneId, MapPublicIpOnLaunch } = subnet ?? {};
      return (
        subnet && {
          properties: {
            VpcId,
            CidrBlock,
            AvailabilityZone,
            AvailabilityZoneId,
            MapPublicIpOnLaunch,
            Tags: templateTags(subnet.Tags),
          },
        }
      );
    },
    loses: {
      AvailabilityZoneId: { because: 'CloudFormation reads the name of a zone only', instead: 'use1-az6' },
      MapPublicIpOnLaunch: { because: 'CloudFormation does not read it', instead: true },
    },
  },
  'AWS::EC2::SubnetRouteTableAssociation': {
    async describe(moto, _id, { SubnetId }) {
      const Filters = [{ Name: 'association.subnet-id', Values: [String(SubnetId)] }];
      const table = (await moto(EC2Client).send(new DescribeRouteTablesCommand({ Filters }))).RouteTables?.[0];
      return table && { properties: { RouteTableId: table.RouteTableId, SubnetId } };
    },
    loses: { '': { because: 'CloudFormation notes it where EC2 does not look' } },
  },
  'AWS::EC2::EIP': {
    async describe(moto, id) {
      const address = (await moto(EC2Client).send(new DescribeAddressesCommand({ PublicIps: [id] }))).Addresses?.[0];
      return (
        address && {
          properties: { Domain: address.Domain, Tags: templateTags(address.Tags) },
          attributes: { AllocationId: address.AllocationId },
        }
      );
    },
    loses: { Tags: { because: 'CloudFormation tags it by its address, which is not its id' } },
  },
  'AWS::EC2::NatGateway': {
    async describe(moto, id) {
      const asked = new DescribeNatGatewaysCommand({ NatGatewayIds: [id] });
      const nat = (await moto(EC2Client).send(asked)).NatGateways?.[0];
      if (nat?.State !== 'available') return undefined;
      const [address] = nat.NatGatewayAddresses ?? [];
      return {
        properties: {
          SubnetId: nat.SubnetId,
          ConnectivityType: nat.ConnectivityType,
          AllocationId: address?.AllocationId,
          Tags: templateTags(nat.Tags),
        },
      };
    },
    loses: stackTags,
  },
  'AWS::EC2::VPCEndpoint': {
    async describe(moto, id) {
      const asked = new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] });
      const endpoint = (await moto(EC2Client).send(asked)).VpcEndpoints?.[0];
      // In small letters moto says `deleted`, and goes on describing it.
      if (!endpoint || /^deleted$/i.test(endpoint.State ?? '')) return undefined;
      const { VpcId, VpcEndpointType, ServiceName, RouteTableIds, SubnetIds, PrivateDnsEnabled } = endpoint;
      const SecurityGroupIds = endpoint.Groups?.map((group) => group.GroupId);
      const asInterface = { SubnetIds, SecurityGroupIds, PrivateDnsEnabled };
      return {
        properties: {
          ...{ VpcId, VpcEndpointType, ServiceName, Tags: templateTags(endpoint.Tags) },
          ...(VpcEndpointType === 'Interface' ? asInterface : { RouteTableIds }),
        },
      };
    },
    loses: stackTags,
  },
  'AWS::EC2::SecurityGroup': {
    async describe(moto, id) {
      const asked = new DescribeSecurityGroupsCommand({ GroupIds: [id] });
      const group = (await moto(EC2Client).send(asked)).SecurityGroups?.[0];
      return (
        group && {
          properties: {
            VpcId: group.VpcId,
            GroupDescription: group.Description,
            SecurityGroupIngress: rules(group.IpPermissions),
            SecurityGroupEgress: rules(group.IpPermissionsEgress),
            Tags: templateTags(group.Tags),
          },
          attributes: { GroupId: group.GroupId, VpcId: group.VpcId },
        }
      );
    },
    unasked: ['SecurityGroupIngress'],
    apart: {
      property: 'SecurityGroupIngress',
      type: 'AWS::EC2::SecurityGroupIngress',
      entry: (wanted, id) => (wanted.GroupId === id ? ruleOf(wanted) : undefined),
    },
  },
  'AWS::EC2::SecurityGroupIngress': {
    async describe(moto, _id, wanted) {
      const asked = new DescribeSecurityGroupsCommand({ GroupIds: [String(wanted.GroupId)] });
      const group = (await moto(EC2Client).send(asked)).SecurityGroups?.[0];
      const rule = rules(group?.IpPermissions)?.find((one) => isDeepStrictEqual(one, ruleOf(wanted)));
      return rule && { properties: wanted };
    },
  },
};

/** A rule that is a resource of its own, as its group has it. */
function ruleOf({ IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupId }: Properties): object {
  return { IpProtocol, FromPort, ToPort, ...(CidrIp === undefined ? { GroupId: SourceSecurityGroupId } : { CidrIp }) };
}

const internetGateway = async (moto: Connect, id: string) =>
  (await moto(EC2Client).send(new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }))).InternetGateways?.[0];

const routeTable = async (moto: Connect, id: string) =>
  (await moto(EC2Client).send(new DescribeRouteTablesCommand({ RouteTableIds: [id] }))).RouteTables?.[0];

/** EC2 groups by protocol and port what a template says rule by rule. No rule is no property. */
function rules(permissions: readonly IpPermission[] | undefined): readonly object[] | undefined {
  const flat = (permissions ?? []).flatMap(({ IpProtocol, FromPort, ToPort, ...peers }) => {
    const ports = { ...(FromPort !== undefined && { FromPort }), ...(ToPort !== undefined && { ToPort }) };
    return [
      ...(peers.IpRanges ?? []).map(({ CidrIp }) => ({ IpProtocol, ...ports, CidrIp })),
      ...(peers.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => ({ IpProtocol, ...ports, CidrIpv6 })),
      ...(peers.PrefixListIds ?? []).map(({ PrefixListId }) => ({ IpProtocol, ...ports, PrefixListId })),
      ...(peers.UserIdGroupPairs ?? []).map(({ GroupId }) => ({ IpProtocol, ...ports, GroupId })),
    ];
  });
  return flat.length > 0 ? flat : undefined;
}

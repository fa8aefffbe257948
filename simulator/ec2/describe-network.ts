import type {
  DescribeInternetGatewaysRequest,
  DescribeNatGatewaysRequest,
  DescribeRouteTablesRequest,
  DescribeSubnetsRequest,
  DescribeVpcsRequest,
  InternetGateway,
  NatGateway,
  RouteTable,
  Subnet,
  Vpc,
} from '@aws-sdk/client-ec2';
import type { Context } from '../service.ts';
import { applyFilters } from './apply-filters.ts';
import { chosen } from './choose-by-id.ts';
import type { Route } from './ec2-state.ts';
import { ec2State } from './ec2-things.ts';
import { freeAddressCount } from './network-interfaces.ts';

export function describeVpcs(input: DescribeVpcsRequest, context: Context): { Vpcs: Vpc[] } {
  const { vpcs } = ec2State(context);
  const things = chosen(vpcs, input.VpcIds, 'InvalidVpcID.NotFound', 'vpc ID');
  const fields = {
    'vpc-id': (vpc: Vpc) => vpc.VpcId,
    cidr: (vpc: Vpc) => vpc.CidrBlock,
    state: () => 'available',
    'owner-id': () => context.account,
  };
  const found = applyFilters(things, input.Filters, fields, ({ Tags }) => Tags);
  return {
    Vpcs: found.map(({ VpcId, CidrBlock, Tags }) => {
      return { VpcId, CidrBlock, Tags, State: 'available', IsDefault: false, OwnerId: context.account };
    }),
  };
}

export function describeSubnets(input: DescribeSubnetsRequest, context: Context): { Subnets: Subnet[] } {
  const things = chosen(ec2State(context).subnets, input.SubnetIds, 'InvalidSubnetID.NotFound', 'subnet ID');
  const fields = {
    'subnet-id': (subnet: Subnet) => subnet.SubnetId,
    'vpc-id': (subnet: Subnet) => subnet.VpcId,
    'availability-zone': (subnet: Subnet) => subnet.AvailabilityZone,
    'availability-zone-id': (subnet: Subnet) => subnet.AvailabilityZoneId,
    'cidr-block': (subnet: Subnet) => subnet.CidrBlock,
  };
  const found = applyFilters(things, input.Filters, fields, ({ Tags }) => Tags);
  return {
    Subnets: found.map((subnet) => ({
      ...subnet,
      State: 'available',
      OwnerId: context.account,
      AvailableIpAddressCount: freeAddressCount(subnet.SubnetId, context),
    })),
  };
}

export function describeRouteTables(input: DescribeRouteTablesRequest, context: Context): { RouteTables: RouteTable[] } {
  const { routeTables, natGateways, internetGateways } = ec2State(context);
  const isBlackhole = ({ GatewayId = '', NatGatewayId }: Route, vpcId: string) =>
    NatGatewayId === undefined
      ? GatewayId.startsWith('igw-') && internetGateways[GatewayId]?.attachedVpcId !== vpcId
      : natGateways[NatGatewayId]?.State !== 'available';
  type Table = (typeof routeTables)[string];
  const things = chosen(routeTables, input.RouteTableIds, 'InvalidRouteTableID.NotFound', 'routeTable ID');
  const fields = {
    'route-table-id': (table: Table) => table.RouteTableId,
    'vpc-id': (table: Table) => table.VpcId,
    'association.subnet-id': (table: Table) => Object.values(table.associations),
    'association.main': (table: Table) => String(table.main),
  };
  const found = applyFilters(things, input.Filters, fields, ({ Tags }) => Tags);
  return {
    RouteTables: found.map(({ RouteTableId, VpcId, main, associations, routes, Tags }) => ({
      ...{ RouteTableId, VpcId, Tags },
      OwnerId: context.account,
      Associations: [
        ...(main ? [{ Main: true, RouteTableId, RouteTableAssociationId: `${RouteTableId}-main` }] : []),
        ...Object.entries(associations).map(([id, SubnetId]) => {
          return { Main: false, RouteTableId, SubnetId, RouteTableAssociationId: id };
        }),
      ],
      Routes: routes.map((route) => {
        return { ...route, State: isBlackhole(route, VpcId) ? 'blackhole' : 'active', Origin: 'CreateRoute' };
      }),
    })),
  };
}

export function describeInternetGateways(
  input: DescribeInternetGatewaysRequest,
  context: Context,
): { InternetGateways: InternetGateway[] } {
  const { internetGateways } = ec2State(context);
  type Gateway = (typeof internetGateways)[string];
  const ids = input.InternetGatewayIds;
  const things = chosen(internetGateways, ids, 'InvalidInternetGatewayID.NotFound', 'internetGateway ID');
  const fields = {
    'internet-gateway-id': (gateway: Gateway) => gateway.InternetGatewayId,
    'attachment.vpc-id': (gateway: Gateway) => gateway.attachedVpcId,
  };
  const found = applyFilters(things, input.Filters, fields, ({ Tags }) => Tags);
  return {
    InternetGateways: found.map(({ InternetGatewayId, attachedVpcId, Tags }) => {
      const Attachments =
        attachedVpcId === undefined ? [] : [{ State: 'available' as string as 'attached', VpcId: attachedVpcId }];
      return { InternetGatewayId, Tags, OwnerId: context.account, Attachments };
    }),
  };
}

export function describeNatGateways(input: DescribeNatGatewaysRequest, context: Context): { NatGateways: NatGateway[] } {
  const { natGateways, addresses, networkInterfaces } = ec2State(context);
  const things = chosen(natGateways, input.NatGatewayIds, 'NatGatewayNotFound', 'NatGateway');
  const fields = {
    'nat-gateway-id': (nat: NatGateway) => nat.NatGatewayId,
    'vpc-id': (nat: NatGateway) => nat.VpcId,
    'subnet-id': (nat: NatGateway) => nat.SubnetId,
    state: (nat: NatGateway) => nat.State,
  };
  const found = applyFilters(things, input.Filter, fields, ({ Tags }) => Tags);
  return {
    NatGateways: found.map((nat) => {
      const { AllocationId, ...shown } = nat;
      const eni = Object.values(networkInterfaces).find(({ Description }) => Description.endsWith(nat.NatGatewayId));
      const address = {
        ...(AllocationId !== undefined && { AllocationId, PublicIp: addresses[AllocationId]?.PublicIp }),
        ...(eni && { NetworkInterfaceId: eni.NetworkInterfaceId, PrivateIp: eni.PrivateIpAddress }),
      };
      const failure = {
        FailureCode: 'Gateway.NotAttached',
        FailureMessage: `Network ${nat.VpcId} has no Internet gateway attached`,
      };
      return { ...shown, NatGatewayAddresses: [address], ...(nat.State === 'failed' && failure) };
    }),
  };
}

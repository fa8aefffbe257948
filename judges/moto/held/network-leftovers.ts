import {
  DescribeAddressesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { Connect } from '../../../cloud/connect.ts';

/** What of the network is not the region's own: everything outside the default VPC, and in it whatever AWS did not put there. */
export async function networkLeftovers(moto: Connect): Promise<readonly string[]> {
  const ec2 = moto(EC2Client);
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const defaults = new Set(Vpcs.filter((vpc) => vpc.IsDefault).map((vpc) => vpc.VpcId));
  const outside = ({ VpcId }: { readonly VpcId?: string | undefined }) => !defaults.has(VpcId);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}));
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
  // moto keeps a NAT gateway's interface when the gateway goes; AWS takes it away with it.
  const deletedNats = NatGateways.filter((one) => one.State === 'deleted').flatMap((one) => one.NatGatewayAddresses ?? []);
  const keptByMoto = new Set(deletedNats.map((address) => address.NetworkInterfaceId));
  return [
    ...Vpcs.filter(outside).map((one) => `AWS::EC2::VPC ${one.VpcId}`),
    ...Subnets.filter(outside).map((one) => `AWS::EC2::Subnet ${one.SubnetId}`),
    ...RouteTables.filter(outside).map((one) => `AWS::EC2::RouteTable ${one.RouteTableId}`),
    ...SecurityGroups.filter((one) => one.GroupName !== 'default' || outside(one)).map(
      (one) => `AWS::EC2::SecurityGroup ${one.GroupId} ${one.GroupName}`,
    ),
    ...InternetGateways.filter((one) => !one.Attachments?.some(({ VpcId }) => defaults.has(VpcId))).map(
      (one) => `AWS::EC2::InternetGateway ${one.InternetGatewayId}`,
    ),
    ...NatGateways.filter((one) => one.State !== 'deleted').map((one) => `AWS::EC2::NatGateway ${one.NatGatewayId} ${one.State}`),
    ...VpcEndpoints.filter((one) => !/^deleted$/i.test(one.State ?? '')).map(
      (one) => `AWS::EC2::VPCEndpoint ${one.VpcEndpointId}`,
    ),
    ...NetworkInterfaces.filter((one) => !keptByMoto.has(one.NetworkInterfaceId)).map(
      (one) => `AWS::EC2::NetworkInterface ${one.NetworkInterfaceId} ${one.Status}`,
    ),
    ...Addresses.map((one) => `AWS::EC2::EIP ${one.AllocationId}`),
  ];
}

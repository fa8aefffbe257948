import type {
  Address,
  DescribeAddressesRequest,
  DescribeNetworkInterfacesRequest,
  DescribeSecurityGroupsRequest,
  DescribeVpcEndpointsRequest,
  IpPermission,
  NetworkInterface,
  SecurityGroup,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { Context } from '../service.ts';
import { applyFilters } from './apply-filters.ts';
import { chosen } from './choose-by-id.ts';
import type { Permission } from './ec2-state.ts';
import { ec2State } from './ec2-things.ts';

export function describeAddresses(input: DescribeAddressesRequest, context: Context): { Addresses: Address[] } {
  const { addresses } = ec2State(context);
  const things = chosen(addresses, input.AllocationIds, 'InvalidAllocationID.NotFound', 'allocation ID');
  const fields = {
    'allocation-id': (address: Address) => address.AllocationId,
    'public-ip': (address: Address) => address.PublicIp,
  };
  const found = applyFilters(things, input.Filters, fields, ({ Tags }) => Tags);
  return {
    Addresses: found.map(({ AllocationId, PublicIp, associatedWith, Tags }) => {
      const association = { AssociationId: `eipassoc-${AllocationId.slice(9)}` };
      return { AllocationId, PublicIp, Tags, Domain: 'vpc', ...(associatedWith && association) };
    }),
  };
}

export function describeSecurityGroups(
  input: DescribeSecurityGroupsRequest,
  context: Context,
): { SecurityGroups: SecurityGroup[] } {
  const { securityGroups } = ec2State(context);
  const things = chosen(securityGroups, input.GroupIds, 'InvalidGroup.NotFound', 'security group');
  const fields = {
    'group-id': (group: SecurityGroup) => group.GroupId,
    'group-name': (group: SecurityGroup) => group.GroupName,
    'vpc-id': (group: SecurityGroup) => group.VpcId,
  };
  const found = applyFilters(things, input.Filters, fields, ({ Tags }) => Tags);
  return {
    SecurityGroups: found.map(({ GroupId, GroupName, Description, VpcId, ingress, egress, Tags }) => ({
      ...{ GroupId, GroupName, Description, VpcId, Tags },
      OwnerId: context.account,
      IpPermissions: ingress.map(shownPermission),
      IpPermissionsEgress: egress.map(shownPermission),
    })),
  };
}

export function describeNetworkInterfaces(
  input: DescribeNetworkInterfacesRequest,
  context: Context,
): { NetworkInterfaces: NetworkInterface[] } {
  const { networkInterfaces, subnets } = ec2State(context);
  type Interface = (typeof networkInterfaces)[string];
  const ids = input.NetworkInterfaceIds;
  const things = chosen(networkInterfaces, ids, 'InvalidNetworkInterfaceID.NotFound', 'networkInterface ID');
  const fields = {
    'network-interface-id': (eni: Interface) => eni.NetworkInterfaceId,
    'subnet-id': (eni: Interface) => eni.SubnetId,
    'vpc-id': (eni: Interface) => eni.VpcId,
    'group-id': (eni: Interface) => eni.groups,
    status: (eni: Interface) => eni.Status,
    description: (eni: Interface) => eni.Description,
    'interface-type': (eni: Interface) => eni.InterfaceType,
    'addresses.private-ip-address': (eni: Interface) => eni.PrivateIpAddress,
  };
  return {
    NetworkInterfaces: applyFilters(things, input.Filters, fields).map((eni) => {
      const { groups, publicIp, InterfaceType, ...shown } = eni;
      const zone = subnets[eni.SubnetId]?.AvailabilityZone;
      return {
        ...shown,
        InterfaceType: InterfaceType as NonNullable<NetworkInterface['InterfaceType']>,
        Groups: groups.map((GroupId) => ({ GroupId })),
        ...(zone !== undefined && { AvailabilityZone: zone }),
        ...(publicIp !== undefined && { Association: { PublicIp: publicIp } }),
      };
    }),
  };
}

export function describeVpcEndpoints(input: DescribeVpcEndpointsRequest, context: Context): { VpcEndpoints: VpcEndpoint[] } {
  const { vpcEndpoints } = ec2State(context);
  type Endpoint = (typeof vpcEndpoints)[string];
  const things = chosen(vpcEndpoints, input.VpcEndpointIds, 'InvalidVpcEndpointId.NotFound', 'VpcEndpoint ID');
  const fields = {
    'vpc-endpoint-id': (endpoint: Endpoint) => endpoint.VpcEndpointId,
    'vpc-id': (endpoint: Endpoint) => endpoint.VpcId,
    'service-name': (endpoint: Endpoint) => endpoint.ServiceName,
    'vpc-endpoint-type': (endpoint: Endpoint) => endpoint.VpcEndpointType,
    'vpc-endpoint-state': (endpoint: Endpoint) => endpoint.State,
  };
  const found = applyFilters(things, input.Filters, fields, ({ Tags }) => Tags);
  return {
    VpcEndpoints: found.map(({ GroupIds, State, ...shown }) => ({
      ...shown,
      // On the wire it is lower case; the SDK's enum is not.
      State: State as string as NonNullable<VpcEndpoint['State']>,
      Groups: GroupIds.map((GroupId) => ({ GroupId })),
    })),
  };
}

function shownPermission({ IpProtocol, FromPort, ToPort, CidrIp, GroupId, PrefixListId }: Permission): IpPermission {
  return {
    IpProtocol,
    ...(FromPort !== undefined && { FromPort }),
    ...(ToPort !== undefined && { ToPort }),
    IpRanges: CidrIp === undefined ? [] : [{ CidrIp }],
    UserIdGroupPairs: GroupId === undefined ? [] : [{ GroupId }],
    PrefixListIds: PrefixListId === undefined ? [] : [{ PrefixListId }],
  };
}

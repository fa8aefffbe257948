import { awsError } from '../aws-error.ts';
import type { Context } from '../service.ts';
import { addressText, parseCidr } from './cidr.ts';
import { ec2Id, ec2State } from './ec2-things.ts';
import { effectiveGroups } from './security-rules.ts';

export interface NetworkInterfaceRequest {
  readonly SubnetId: string;
  readonly Groups?: readonly string[];
  readonly Description?: string;
  readonly AssignPublicIp?: boolean;
  readonly InterfaceType?: string;
}
export interface NetworkInterfaceAnswer {
  readonly NetworkInterfaceId: string;
  readonly PrivateIpAddress: string;
  readonly PublicIp?: string;
}

/**
 * What ECS, instances, NAT gateways and endpoints do in a subnet; the next free address is taken. Who names no group gets
 * the default one of the VPC, but for NAT gateways, which have none.
 */
export function createNetworkInterface(request: NetworkInterfaceRequest, context: Context): NetworkInterfaceAnswer {
  const { subnets, securityGroups, networkInterfaces } = ec2State(context);
  const { SubnetId, Groups = [], Description = '', InterfaceType = 'interface' } = request;
  const subnet = subnets[SubnetId];
  if (!subnet) throw awsError('InvalidSubnetID.NotFound', `The subnet ID '${SubnetId}' does not exist`);
  const groups = InterfaceType === 'nat_gateway' ? [] : effectiveGroups(ec2State(context), subnet.VpcId, Groups);
  const strange = groups.find((id) => securityGroups[id]?.VpcId !== subnet.VpcId);
  if (strange !== undefined) throw awsError('InvalidGroup.NotFound', `The security group '${strange}' does not exist`);
  const PrivateIpAddress = freeAddress(SubnetId, context);
  if (PrivateIpAddress === undefined)
    throw awsError(
      'InsufficientFreeAddressesInSubnet',
      `The specified subnet does not have enough free addresses to satisfy the request.`,
    );
  const NetworkInterfaceId = ec2Id(context, 'eni');
  const PublicIp = request.AssignPublicIp ? publicAddress(context) : undefined;
  networkInterfaces[NetworkInterfaceId] = {
    ...{ NetworkInterfaceId, SubnetId, VpcId: subnet.VpcId, PrivateIpAddress, Description, InterfaceType },
    ...(PublicIp !== undefined && { publicIp: PublicIp }),
    groups: [...groups],
    Status: 'in-use',
  };
  return { NetworkInterfaceId, PrivateIpAddress, ...(PublicIp !== undefined && { PublicIp }) };
}

export function deleteNetworkInterface(request: { readonly NetworkInterfaceId: string }, context: Context): object {
  const { networkInterfaces } = ec2State(context);
  const { NetworkInterfaceId: id } = request;
  if (!networkInterfaces[id])
    throw awsError('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`);
  delete networkInterfaces[id];
  return {};
}

/** How many addresses of the subnet nobody has: AWS keeps the first four and the last for itself. */
export function freeAddressCount(subnetId: string, context: Context): number {
  const { subnets, networkInterfaces } = ec2State(context);
  const used = Object.values(networkInterfaces).filter(({ SubnetId }) => SubnetId === subnetId).length;
  return (parseCidr(subnets[subnetId]?.CidrBlock ?? '')?.size ?? 5) - 5 - used;
}

export function publicAddress(context: Context): string {
  const part = () => 1 + Math.floor(context.random() * 254);
  return `52.${part()}.${part()}.${part()}`;
}

function freeAddress(subnetId: string, context: Context): string | undefined {
  const { subnets, networkInterfaces } = ec2State(context);
  const block = parseCidr(subnets[subnetId]?.CidrBlock ?? '');
  if (!block) return undefined;
  const inSubnet = Object.values(networkInterfaces).filter(({ SubnetId }) => SubnetId === subnetId);
  const used = new Set(inSubnet.map(({ PrivateIpAddress }) => PrivateIpAddress));
  for (let address = block.first + 4; address < block.first + block.size - 1; address += 1)
    if (!used.has(addressText(address))) return addressText(address);
  return undefined;
}

import { handlerError, type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceType } from '../cloudformation/resource-type.ts';
import { ec2Quota } from './ec2-quota.ts';
import { ec2Error, ec2Id, ec2State, ec2Tags, requireThing } from './ec2-things.ts';
import { createNetworkInterface, deleteNetworkInterface, publicAddress } from './network-interfaces.ts';

const address: PlainType = {
  type: 'AWS::EC2::EIP',
  properties: ['Domain', 'Tags'],
  createOnly: ['Domain'],
  create: [15, 20],
  make(request, context) {
    const { addresses } = ec2State(context);
    if (Object.keys(addresses).length >= ec2Quota('L-0263D0A3', context).value)
      throw ec2Error(context, 'ServiceLimitExceeded', 'The maximum number of addresses has been reached.');
    const AllocationId = ec2Id(context, 'eipalloc');
    const PublicIp = publicAddress(context);
    addresses[AllocationId] = { AllocationId, PublicIp, Tags: ec2Tags(request) };
    return PublicIp;
  },
  change(request, context) {
    const mine = Object.values(ec2State(context).addresses).find(({ PublicIp }) => PublicIp === request.physicalId);
    if (mine) mine.Tags = ec2Tags(request);
  },
  remove(id, _request, context) {
    const { addresses } = ec2State(context);
    const mine = Object.values(addresses).find(({ PublicIp }) => PublicIp === id);
    if (!mine) return;
    if (mine.associatedWith !== undefined)
      throw ec2Error(context, 'InvalidRequest', `Address ${id} is in use.`, 'DependencyViolation');
    delete addresses[mine.AllocationId];
  },
  deletePatience: 300,
  attributes(id, context) {
    const mine = Object.values(ec2State(context).addresses).find(({ PublicIp }) => PublicIp === id);
    return { PublicIp: id, AllocationId: mine?.AllocationId ?? '' };
  },
};

/** NAT gateways in these states are counted (VPC quotas). */
const counted = ['pending', 'available', 'deleting'];

const natGateway: PlainType = {
  type: 'AWS::EC2::NatGateway',
  properties: ['SubnetId', 'AllocationId', 'ConnectivityType', 'Tags'],
  createOnly: ['SubnetId', 'AllocationId', 'ConnectivityType'],
  // 85–124 s to create, 37–79 s to delete, from public logs.
  create: [85, 124],
  delete: [37, 79],
  make(request, context) {
    const { subnets, natGateways, addresses } = ec2State(context);
    const { SubnetId, VpcId, AvailabilityZone } = requireThing(context, subnets, 'subnet', request.properties.SubnetId);
    const most = ec2Quota('L-FE5A380F', context).value;
    const inZone = Object.values(natGateways).filter(
      (nat) => counted.includes(nat.State) && subnets[nat.SubnetId]?.AvailabilityZone === AvailabilityZone,
    );
    if (inZone.length >= most)
      throw ec2Error(context, 'ServiceLimitExceeded', `Performing this operation would exceed the limit of ${most} NAT gateways`);
    const NatGatewayId = ec2Id(context, 'nat');
    const publicly = request.properties.ConnectivityType !== 'private';
    const { AllocationId } = request.properties;
    if (publicly && AllocationId === undefined) throw handlerError('InvalidRequest', 'AllocationId is required for public NAT');
    if (publicly) {
      const eip = requireThing(context, addresses, 'allocation', AllocationId);
      if (eip.associatedWith !== undefined)
        throw ec2Error(context, 'AlreadyExists', `Elastic IP address [${eip.AllocationId}] is already associated`);
      eip.associatedWith = NatGatewayId;
    }
    natGateways[NatGatewayId] = {
      ...{ NatGatewayId, SubnetId, VpcId, State: 'pending', Tags: ec2Tags(request) },
      ...(AllocationId !== undefined && { AllocationId: String(AllocationId) }),
    };
    createNetworkInterface(
      { SubnetId, Description: `Interface for NAT Gateway ${NatGatewayId}`, InterfaceType: 'nat_gateway' },
      context,
    );
    const nat = Object.values(ec2State(context).networkInterfaces).find(({ Description }) => Description.endsWith(NatGatewayId));
    const eip = addresses[String(AllocationId)];
    if (nat && eip) nat.publicIp = eip.PublicIp;
    return NatGatewayId;
  },
  ready(id, context) {
    const { natGateways, internetGateways } = ec2State(context);
    const nat = natGateways[id];
    if (!nat) throw handlerError('NotStabilized', `NatGateway ${id} is gone`);
    const attached = Object.values(internetGateways).some(({ attachedVpcId }) => attachedVpcId === nat.VpcId);
    if (nat.AllocationId !== undefined && !attached) {
      nat.State = 'failed';
      const reason = `Network ${nat.VpcId} has no Internet gateway attached`;
      throw handlerError(
        'NotStabilized',
        `NatGateway ${id} is in state failed and hence failed to stabilize. Detailed failure message: ${reason}`,
      );
    }
    nat.State = 'available';
  },
  change(request, context) {
    requireThing(context, ec2State(context).natGateways, 'natGateway', request.physicalId).Tags = ec2Tags(request);
  },
  remove(id, _request, context) {
    const nat = ec2State(context).natGateways[id];
    if (nat) nat.State = 'deleting';
  },
  gone(id, context) {
    const { natGateways, addresses, networkInterfaces } = ec2State(context);
    const nat = natGateways[id];
    if (nat) nat.State = 'deleted';
    delete addresses[nat?.AllocationId ?? '']?.associatedWith;
    const mine = Object.values(networkInterfaces).filter(({ Description }) => Description.endsWith(`NAT Gateway ${id}`));
    for (const { NetworkInterfaceId } of mine) deleteNetworkInterface({ NetworkInterfaceId }, context);
  },
  attributes: (id) => ({ NatGatewayId: id }),
};

export const natTypes: readonly ResourceType[] = [address, natGateway].map(plainResourceType);

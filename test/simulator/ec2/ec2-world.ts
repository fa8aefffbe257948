import type { Region } from '../../../simulator/region.ts';
import { create, events, resource, settle, stackWorld, subnet } from '../cloudformation/stack-world.ts';

export const gateway = { Type: 'AWS::EC2::InternetGateway' };
export const attached = {
  Type: 'AWS::EC2::VPCGatewayAttachment',
  Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Gateway' } },
};
export const eip = { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } };
export const natOf = (ip: string) => ({
  Type: 'AWS::EC2::NatGateway',
  Properties: { SubnetId: { Ref: 'Sub' }, AllocationId: { 'Fn::GetAtt': [ip, 'AllocationId'] } },
});
export const nat = natOf('Ip');
export const table = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };
export const through = (target: object) => ({
  Type: 'AWS::EC2::Route',
  Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', ...target },
});
export const routeOut = through({ GatewayId: { Ref: 'Gateway' } });
export const dnsVpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true } };
export const endpoint = (more: object) => ({
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: {
    ...{ VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.eu-west-1.logs', VpcEndpointType: 'Interface' },
    ...more,
  },
});
export const sub = subnet('10.0.0.0/24');

/** What failed, and why, in a stack made of these. */
export function failure(resources: object, region: Region = stackWorld(), stack = 'net'): string {
  create(region, stack, resources, {}, { OnFailure: 'DO_NOTHING' });
  settle(region);
  const failed = events(region, stack).filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
  return (
    failed.map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`)[0] ?? 'made'
  );
}
export const id = (region: Region, logicalId: string) => resource(region, 'net', logicalId).PhysicalResourceId;

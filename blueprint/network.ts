import {
  CfnEIP,
  CfnInternetGateway,
  CfnNatGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCEndpoint,
  CfnVPCGatewayAttachment,
} from 'aws-cdk-lib/aws-ec2';
import { Aws, CfnParameter, type Stack } from 'aws-cdk-lib/core';
import type { RenderInput } from './render-input.ts';
import { type SubnetClass, subnetCidr } from './subnet-cidr.ts';

const everywhere = '0.0.0.0/0';

interface Network {
  readonly vpc: CfnVPC;
  readonly natSubnetIds: readonly string[];
  /** The zone parameters' values. */
  readonly zones: Readonly<Record<string, string>>;
}

/** One VPC: public subnets that hold the NAT gateway, and one class of private subnets behind it. */
export function network(stack: Stack, input: RenderInput): Network {
  const { cidr } = input.spec.network;
  const vpc = new CfnVPC(stack, 'Vpc', { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true });
  const zones = zoneParameters(stack, input);
  const subnetsOf = (subnetClass: SubnetClass, prefix: string, routeTable: CfnRouteTable) =>
    zones.map(({ parameter }, index) => {
      const subnet = new CfnSubnet(stack, `${prefix}Subnet${index + 1}`, {
        vpcId: vpc.ref,
        availabilityZoneId: parameter.valueAsString,
        cidrBlock: subnetCidr(cidr, subnetClass, index),
        mapPublicIpOnLaunch: false,
      });
      const association = new CfnSubnetRouteTableAssociation(stack, `${prefix}Subnet${index + 1}Routes`, {
        subnetId: subnet.ref,
        routeTableId: routeTable.ref,
      });
      return { subnet, association };
    });

  const gateway = new CfnInternetGateway(stack, 'InternetGateway');
  const attachment = new CfnVPCGatewayAttachment(stack, 'InternetGatewayAttachment', {
    vpcId: vpc.ref,
    internetGatewayId: gateway.ref,
  });
  const publicRoutes = new CfnRouteTable(stack, 'PublicRouteTable', { vpcId: vpc.ref });
  const publicDefault = new CfnRoute(stack, 'PublicDefaultRoute', {
    routeTableId: publicRoutes.ref,
    destinationCidrBlock: everywhere,
    gatewayId: gateway.ref,
  });
  publicDefault.addResourceDependency(attachment);
  const [firstPublic] = subnetsOf('public', 'Public', publicRoutes);
  if (!firstPublic) throw new RangeError('an environment has at least one zone');

  const address = new CfnEIP(stack, 'NatAddress', { domain: 'vpc' });
  address.addResourceDependency(attachment);
  const nat = new CfnNatGateway(stack, 'NatGateway', {
    subnetId: firstPublic.subnet.ref,
    allocationId: address.attrAllocationId,
    connectivityType: 'public',
  });
  // For deleting as much as for creating: a gateway with mapped public addresses cannot be detached from its VPC.
  for (const needed of [attachment, publicDefault, firstPublic.association]) nat.addResourceDependency(needed);

  const natRoutes = new CfnRouteTable(stack, 'NatRouteTable', { vpcId: vpc.ref });
  new CfnRoute(stack, 'NatDefaultRoute', {
    routeTableId: natRoutes.ref,
    destinationCidrBlock: everywhere,
    natGatewayId: nat.ref,
  });
  const natSubnets = subnetsOf('nat', 'Nat', natRoutes);
  // ECR keeps layers in S3; the endpoint is free and spares them the NAT gateway's price per GB.
  new CfnVPCEndpoint(stack, 'S3Endpoint', {
    vpcId: vpc.ref,
    vpcEndpointType: 'Gateway',
    serviceName: `com.amazonaws.${Aws.REGION}.s3`,
    routeTableIds: [natRoutes.ref],
  });

  return {
    vpc,
    natSubnetIds: natSubnets.map(({ subnet }) => subnet.ref),
    zones: Object.fromEntries(zones.map(({ id, zoneId }) => [id, zoneId])),
  };
}

/** Zone ids come in from outside and stay: Fn::GetAZs gives another list next year and would move every subnet. */
function zoneParameters(stack: Stack, input: RenderInput) {
  const zoneIds = input.zoneIds.slice(0, input.spec.network.zones);
  if (zoneIds.length < input.spec.network.zones) {
    throw new RangeError(`${input.spec.network.zones} zones are wished for, ${zoneIds.length} were chosen`);
  }
  return zoneIds.map((zoneId, index) => {
    const id = `Zone${index + 1}`;
    return { id, zoneId, parameter: new CfnParameter(stack, id, { type: 'String' }) };
  });
}

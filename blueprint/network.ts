import {
  CfnEIP,
  CfnInternetGateway,
  CfnNatGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSecurityGroupIngress,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCEndpoint,
  CfnVPCGatewayAttachment,
} from 'aws-cdk-lib/aws-ec2';
import { Aws, type CfnResource, type Stack } from 'aws-cdk-lib/core';
import type { Network, NetworkElement } from '../domain/network/network.ts';

const everywhere = '0.0.0.0/0';

/** The network as it was compiled: a resource for each element, under its id. Answers with what their ids refer to. */
export function network(stack: Stack, { elements }: Network, zoneIds: readonly string[]): (id: string) => string {
  const made = new Map<string, CfnResource>();
  const refer = (id: string): string => {
    const resource = made.get(id);
    if (!resource) throw new RangeError(`the network has no ${id}`);
    return resource instanceof CfnSecurityGroup ? resource.attrGroupId : resource.ref;
  };
  for (const element of [...elements].sort((a, b) => order[a.kind] - order[b.kind]))
    made.set(element.id, resourceOf(stack, element, refer, zoneIds));
  for (const element of elements) for (const needed of neededBy(element)) depend(made, element.id, needed);
  return refer;
}

/** Who is named comes before who names it. */
const order: Readonly<Record<NetworkElement['kind'], number>> = {
  vpc: 0,
  internetGateway: 1,
  gatewayAttachment: 2,
  routeTable: 3,
  subnet: 3,
  group: 3,
  association: 4,
  address: 4,
  natGateway: 5,
  defaultRoute: 6,
  gatewayEndpoint: 7,
  interfaceEndpoint: 7,
  ingress: 8,
};

function resourceOf(
  stack: Stack,
  element: NetworkElement,
  refer: (id: string) => string,
  zoneIds: readonly string[],
): CfnResource {
  const { id } = element;
  switch (element.kind) {
    case 'vpc':
      return new CfnVPC(stack, id, { cidrBlock: element.cidr, enableDnsSupport: true, enableDnsHostnames: true });
    case 'internetGateway':
      return new CfnInternetGateway(stack, id);
    case 'gatewayAttachment':
      return new CfnVPCGatewayAttachment(stack, id, { vpcId: refer('Vpc'), internetGatewayId: refer('InternetGateway') });
    case 'routeTable':
      return new CfnRouteTable(stack, id, { vpcId: refer('Vpc') });
    case 'subnet':
      return new CfnSubnet(stack, id, {
        vpcId: refer('Vpc'),
        availabilityZoneId: zoneIds[element.zone - 1] ?? '',
        cidrBlock: element.cidr,
        mapPublicIpOnLaunch: false,
      });
    case 'association':
      return new CfnSubnetRouteTableAssociation(stack, id, {
        subnetId: refer(element.subnet),
        routeTableId: refer(element.table),
      });
    case 'address':
      return new CfnEIP(stack, id, { domain: 'vpc' });
    case 'natGateway':
      return new CfnNatGateway(stack, id, {
        subnetId: refer(element.subnet),
        allocationId: allocationOf(stack, element.address),
        connectivityType: 'public',
      });
    case 'defaultRoute':
      return new CfnRoute(stack, id, {
        routeTableId: refer(element.table),
        destinationCidrBlock: everywhere,
        ...(element.nat === undefined ? { gatewayId: refer('InternetGateway') } : { natGatewayId: refer(element.nat) }),
      });
    case 'gatewayEndpoint':
      return new CfnVPCEndpoint(stack, id, {
        vpcId: refer('Vpc'),
        vpcEndpointType: 'Gateway',
        serviceName: `com.amazonaws.${Aws.REGION}.${element.service}`,
        routeTableIds: element.tables.map(refer),
      });
    case 'interfaceEndpoint':
      return new CfnVPCEndpoint(stack, id, {
        vpcId: refer('Vpc'),
        vpcEndpointType: 'Interface',
        serviceName: `com.amazonaws.${Aws.REGION}.${element.service}`,
        privateDnsEnabled: true,
        subnetIds: element.subnets.map(refer),
        securityGroupIds: [refer(element.group)],
      });
    case 'group':
      return new CfnSecurityGroup(stack, id, {
        vpcId: refer('Vpc'),
        groupDescription: element.description,
        securityGroupEgress: [{ ipProtocol: '-1', cidrIp: everywhere }],
      });
    case 'ingress':
      return new CfnSecurityGroupIngress(stack, id, {
        groupId: refer(element.group),
        ipProtocol: 'tcp',
        fromPort: element.port,
        toPort: element.port,
        ...('cidr' in element.from ? { cidrIp: element.from.cidr } : { sourceSecurityGroupId: refer(element.from.group) }),
      });
  }
}

function allocationOf(stack: Stack, address: string): string {
  const found = stack.node.findChild(address);
  if (!(found instanceof CfnEIP)) throw new RangeError(`${address} is no address`);
  return found.attrAllocationId;
}

/**
 * What no property says. For deleting as much as for creating: a gateway with mapped public addresses cannot be detached from
 * its VPC, and a NAT gateway without its route cannot be reached.
 */
function neededBy(element: NetworkElement): readonly string[] {
  if (element.kind === 'address') return ['InternetGatewayAttachment'];
  if (element.kind === 'natGateway') return ['InternetGatewayAttachment', 'PublicDefaultRoute', `${element.subnet}Routes`];
  if (element.kind === 'defaultRoute' && element.nat === undefined) return ['InternetGatewayAttachment'];
  return [];
}

function depend(made: ReadonlyMap<string, CfnResource>, id: string, on: string): void {
  const [resource, needed] = [made.get(id), made.get(on)];
  if (resource && needed) resource.addResourceDependency(needed);
}

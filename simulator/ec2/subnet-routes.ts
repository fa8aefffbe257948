import type { Ec2State, Route } from './ec2-state.ts';

type Subnet = Ec2State['subnets'][string];
type RouteTable = Ec2State['routeTables'][string];

/** The table a subnet goes by: the one associated with it, else the main table of its VPC. */
export function routeTableOf(ec2: Ec2State, { SubnetId, VpcId }: Subnet): RouteTable | undefined {
  const tables = Object.values(ec2.routeTables).filter((table) => table.VpcId === VpcId);
  return tables.find(({ associations }) => Object.values(associations).includes(SubnetId)) ?? tables.find(({ main }) => main);
}

/** Where everything goes that no other route is for. */
export function defaultRouteOf(ec2: Ec2State, subnet: Subnet): Route | undefined {
  return routeTableOf(ec2, subnet)?.routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
}

/** Whether the subnet is public: its default route is an internet gateway, and that is attached to its VPC. */
export function isPublic(ec2: Ec2State, subnet: Subnet): boolean {
  const gateway = ec2.internetGateways[defaultRouteOf(ec2, subnet)?.GatewayId ?? ''];
  return gateway !== undefined && gateway.attachedVpcId === subnet.VpcId;
}

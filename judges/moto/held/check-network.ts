import {
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  type RouteTable,
  type Subnet,
} from '@aws-sdk/client-ec2';
import type { Connect } from '../../../cloud/connect.ts';
import type { Spec } from '../../../schemas/gen/spec.types.ts';
import type { Checks } from './checks.ts';
import type { EnvironmentInMoto } from './environment-in-moto.ts';

/** One VPC with a way out of every private subnet. Answers with the private subnets' ids. */
export async function checkNetwork(
  moto: Connect,
  { vpcs, subnets }: EnvironmentInMoto,
  spec: Spec,
  { is }: Pick<Checks, 'is'>,
): Promise<readonly string[]> {
  const ec2 = moto(EC2Client);
  const zones = spec.network?.zones ?? 2;
  is(
    'blocks of VPCs',
    vpcs.map((vpc) => vpc.CidrBlock),
    [spec.network?.cidr ?? '10.0.0.0/16'],
  );
  const [vpc] = vpcs;
  if (!vpc) return [];
  for (const [key, value] of Object.entries(spec.tags ?? {}))
    is(`VPC's tag ${key}`, vpc.Tags?.find((tag) => tag.Key === key)?.Value, value);

  const inVpc = [{ Name: 'vpc-id', Values: [vpc.VpcId ?? ''] }];
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: inVpc }));
  const nats = NatGateways.filter((nat) => nat.State !== 'deleted');
  is(
    'states of NAT gateways',
    nats.map((nat) => nat.State),
    ['available'],
  );
  is('NAT gateways with a public address', nats.filter((nat) => nat.NatGatewayAddresses?.[0]?.PublicIp).length, 1);
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  const gateways = InternetGateways.filter((one) => one.Attachments?.some(({ VpcId }) => VpcId === vpc.VpcId));
  is('internet gateways', gateways.length, 1);

  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc }));
  const tableOf = (subnet: Subnet) => associated(RouteTables, subnet) ?? byName(RouteTables, subnet);
  const wayOut = (subnet: Subnet) =>
    tableOf(subnet)?.Routes?.find((route) => route.DestinationCidrBlock === '0.0.0.0/0' && route.State !== 'blackhole');
  const isPublic = (subnet: Subnet) => wayOut(subnet)?.GatewayId?.startsWith('igw-') === true;
  const privates = subnets.filter((subnet) => !isPublic(subnet));
  is('private subnets', privates.length, zones);
  is("subnets outside the environment's VPC", subnets.filter((subnet) => subnet.VpcId !== vpc.VpcId).length, 0);
  for (const subnet of privates)
    is(`way out of private subnet ${subnet.CidrBlock}`, wayOut(subnet)?.NatGatewayId, nats[0]?.NatGatewayId);
  for (const nat of nats)
    is(
      'NAT gateway in a public subnet',
      subnets.some((one) => one.SubnetId === nat.SubnetId && isPublic(one)),
      true,
    );
  // moto's CloudFormation knows no zone ids and puts every subnet into this zone of another region.
  if (subnets.some((subnet) => subnet.AvailabilityZone !== 'us-east-1a'))
    is('zones of private subnets', new Set(privates.map((subnet) => subnet.AvailabilityZone)).size, zones);
  return privates.flatMap((subnet) => subnet.SubnetId ?? []);
}

const associated = (tables: readonly RouteTable[], subnet: Subnet) =>
  tables.find((table) => table.Associations?.some(({ SubnetId }) => SubnetId === subnet.SubnetId));

/**
 * moto's CloudFormation makes associations that EC2 does not know of. Then the names CloudFormation gives as tags have to say
 * which table is a subnet's: `NatSubnet1` and `NatRouteTable1`, `PublicSubnet1` and `PublicRouteTable`.
 */
function byName(tables: readonly RouteTable[], subnet: Subnet): RouteTable | undefined {
  const logicalId = ({ Tags }: RouteTable | Subnet) => Tags?.find((tag) => tag.Key === 'aws:cloudformation:logical-id')?.Value;
  const [, prefix, zone] = /^(.*)Subnet(\d+)$/.exec(logicalId(subnet) ?? '') ?? [];
  const names = [`${prefix}RouteTable${zone}`, `${prefix}RouteTable`];
  return tables.find((table) => names.includes(logicalId(table) ?? ''));
}

import {
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type RouteTable,
  type Subnet,
} from '@aws-sdk/client-ec2';
import type { Connect } from '../../../cloud/connect.ts';
import type { Egress, Spec } from '../../../schemas/gen/spec.types.ts';
import type { Checks } from './checks.ts';
import type { EnvironmentInMoto } from './environment-in-moto.ts';

/** One VPC with the subnets of every egress its services use, and no others. Answers with the ids of each one's subnets. */
export async function checkNetwork(
  moto: Connect,
  { vpcs, subnets }: EnvironmentInMoto,
  spec: Spec,
  { is }: Pick<Checks, 'is'>,
): Promise<Readonly<Record<Egress, readonly string[]>>> {
  const ec2 = moto(EC2Client);
  const zones = spec.network?.zones ?? 2;
  const services = Object.values(spec.services ?? {});
  const used = new Set<Egress>(services.map((service) => service.egress ?? spec.egress ?? 'nat'));
  const none = { nat: [], endpoints: [], public: [] };
  is(
    'blocks of VPCs',
    vpcs.map((vpc) => vpc.CidrBlock),
    services.length > 0 ? [spec.network?.cidr ?? '10.0.0.0/16'] : [],
  );
  const [vpc] = vpcs;
  if (!vpc) {
    is('subnets without a VPC', subnets.length, 0);
    return none;
  }
  for (const [key, value] of Object.entries(spec.tags ?? {}))
    is(`VPC's tag ${key}`, vpc.Tags?.find((tag) => tag.Key === key)?.Value, value);

  const inVpc = [{ Name: 'vpc-id', Values: [vpc.VpcId ?? ''] }];
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: inVpc }));
  const nats = NatGateways.filter((nat) => nat.State !== 'deleted');
  const wantedNats = used.has('nat') ? (spec.network?.nat === 'perZone' ? zones : 1) : 0;
  is(
    'states of NAT gateways',
    nats.map((nat) => nat.State),
    Array.from({ length: wantedNats }, () => 'available'),
  );
  is('NAT gateways with a public address', nats.filter((nat) => nat.NatGatewayAddresses?.[0]?.PublicIp).length, wantedNats);
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  const gateways = InternetGateways.filter((one) => one.Attachments?.some(({ VpcId }) => VpcId === vpc.VpcId));
  is('internet gateways', gateways.length, used.has('nat') || used.has('public') ? 1 : 0);

  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc }));
  const tableOf = (subnet: Subnet) => associated(RouteTables, subnet) ?? byName(RouteTables, subnet);
  const wayOut = (subnet: Subnet) =>
    tableOf(subnet)?.Routes?.find((route) => route.DestinationCidrBlock === '0.0.0.0/0' && route.State !== 'blackhole');
  const isPublic = (subnet: Subnet) => wayOut(subnet)?.GatewayId?.startsWith('igw-') === true;
  const privates = subnets.filter((subnet) => !isPublic(subnet));
  const behindNat = privates.filter((subnet) => wayOut(subnet)?.NatGatewayId !== undefined);
  const closed = privates.filter((subnet) => wayOut(subnet) === undefined);
  is('private subnets with a NAT gateway', behindNat.length, used.has('nat') ? zones : 0);
  is('private subnets without a way out', closed.length, used.has('endpoints') ? zones : 0);
  is('subnets with any other way out', privates.length - behindNat.length - closed.length, 0);
  is("subnets outside the environment's VPC", subnets.filter((subnet) => subnet.VpcId !== vpc.VpcId).length, 0);
  for (const subnet of behindNat)
    is(
      `NAT gateway of private subnet ${subnet.CidrBlock} is the VPC's`,
      nats.some((nat) => nat.NatGatewayId === wayOut(subnet)?.NatGatewayId),
      true,
    );
  await checkEndpoints(moto, vpc.VpcId ?? '', spec, used, is);
  for (const nat of nats)
    is(
      'NAT gateway in a public subnet',
      subnets.some((one) => one.SubnetId === nat.SubnetId && isPublic(one)),
      true,
    );
  // moto's CloudFormation knows no zone ids and puts every subnet into this zone of another region.
  if (subnets.some((subnet) => subnet.AvailabilityZone !== 'us-east-1a'))
    is('zones of subnets', new Set(subnets.map((subnet) => subnet.AvailabilityZone)).size, zones);
  const idsOf = (some: readonly Subnet[]) => some.flatMap((subnet) => subnet.SubnetId ?? []);
  return { nat: idsOf(behindNat), endpoints: idsOf(closed), public: idsOf(subnets.filter(isPublic)) };
}

/** Exactly those that the services behind endpoints cannot do without, and S3's for those behind a NAT gateway: image layers cost nothing there. */
async function checkEndpoints(
  moto: Connect,
  vpcId: string,
  spec: Spec,
  used: ReadonlySet<Egress>,
  is: Checks['is'],
): Promise<void> {
  const behind = Object.values(spec.services ?? {}).filter((service) => (service.egress ?? spec.egress) === 'endpoints');
  const wanted = [
    ...(used.has('nat') ? ['s3'] : []),
    ...(used.has('endpoints') ? ['s3', 'ecr.api', 'ecr.dkr'] : []),
    ...(behind.some((service) => service.logs?.retentionDays !== 0) ? ['logs'] : []),
    ...(behind.some((service) => service.exec) ? ['ssmmessages'] : []),
  ];
  const asked = new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] });
  const { VpcEndpoints = [] } = await moto(EC2Client).send(asked);
  // moto goes on describing a deleted one.
  const standing = VpcEndpoints.filter((one) => !/^deleted$/i.test(one.State ?? ''));
  const held = standing.map((one) => one.ServiceName?.replace(/^com\.amazonaws\.[\w-]+\./, ''));
  is('endpoints', held.sort(), wanted.sort());
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

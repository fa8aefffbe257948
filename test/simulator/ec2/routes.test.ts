import { expect, test } from 'vitest';
import type { Region } from '../../../simulator/region.ts';
import {
  create,
  resource,
  securityGroup,
  settle,
  stackWorld,
  story,
  subnet,
  update,
  vpc,
} from '../cloudformation/stack-world.ts';
import { attached, eip, failure, gateway, id, nat, natOf, routeOut, sub, table, through } from './ec2-world.ts';

const association = (more: object = {}) => ({
  Type: 'AWS::EC2::SubnetRouteTableAssociation',
  Properties: { SubnetId: { Ref: 'Sub' }, RouteTableId: { Ref: 'Table' }, ...more },
});
const out = { ...routeOut, DependsOn: 'Attached' };
const open = { Vpc: vpc, Gateway: gateway, Attached: attached, Sub: sub };
const address = { ...eip, DependsOn: 'Attached' };
const tables = (region: Region, RouteTableIds: string[]) => region.call('EC2', 'DescribeRouteTables', { RouteTableIds });

test('a subnet has one route table: a second association is refused', () => {
  const Other = table;
  const twice = { Uses: association(), Again: association({ RouteTableId: { Ref: 'Other' } }) };
  const made = { Vpc: vpc, Sub: sub, Table: table, Other, ...twice };
  expect(failure({ ...made, Again: { ...twice.Again, DependsOn: 'Uses' } })).toMatch(
    /^Again: .*the specified association for route table rtb-\w+ conflicts with an existing association.*AlreadyExists/,
  );
});

test('a subnet moves to another table without being associated anew', () => {
  const region = stackWorld();
  const two = { Vpc: vpc, Sub: sub, Table: table, Other: table };
  expect(failure({ ...two, Uses: association() }, region)).toBe('made');
  const was = id(region, 'Uses');
  update(region, 'net', { ...two, Uses: association({ RouteTableId: { Ref: 'Other' } }) });
  settle(region);
  expect(id(region, 'Uses')).toBe(was);
  expect(tables(region, [id(region, 'Table')])).toMatchObject({ RouteTables: [{ Associations: [] }] });
  expect(tables(region, [id(region, 'Other')])).toMatchObject({
    RouteTables: [{ Associations: [{ SubnetId: id(region, 'Sub') }] }],
  });
});

test('one destination has one route in a table', () => {
  const again = { ...out, DependsOn: ['Attached', 'Out'] };
  expect(failure({ ...open, Table: table, Out: out, Again: again })).toMatch(
    /^Again: .*The route identified by 0\.0\.0\.0\/0 already exists/,
  );
});

test('several NAT gateways have an address each, and an address serves one', () => {
  const region = stackWorld();
  const two = { ...open, IpA: address, IpB: address, NatA: natOf('IpA'), NatB: natOf('IpB') };
  expect(failure(two, region)).toBe('made');
  const NatGateways = [
    { State: 'available', NatGatewayAddresses: [{ PublicIp: id(region, 'IpA') }] },
    { State: 'available', NatGatewayAddresses: [{ PublicIp: id(region, 'IpB') }] },
  ];
  const NatGatewayIds = [id(region, 'NatA'), id(region, 'NatB')];
  expect(region.call('EC2', 'DescribeNatGateways', { NatGatewayIds })).toMatchObject({ NatGateways });
  const shared = { ...open, IpA: address, NatA: natOf('IpA'), NatB: { ...natOf('IpA'), DependsOn: 'NatA' } };
  expect(failure(shared)).toMatch(/^NatB: .*Elastic IP address \[eipalloc-\w+\] is already associated/);
});

test('a route goes through another NAT gateway without being replaced', () => {
  const region = stackWorld();
  const two = { ...open, IpA: address, IpB: address, NatA: natOf('IpA'), NatB: natOf('IpB'), Table: table };
  expect(failure({ ...two, Out: through({ NatGatewayId: { Ref: 'NatA' } }) }, region)).toBe('made');
  const before = story(region, 'net').length;
  update(region, 'net', { ...two, Out: through({ NatGatewayId: { Ref: 'NatB' } }) });
  settle(region);
  expect(
    story(region, 'net')
      .slice(before)
      .filter((line) => line.startsWith('Out ')),
  ).toEqual(['Out UPDATE_IN_PROGRESS', 'Out UPDATE_COMPLETE']);
  const Routes = [{ GatewayId: 'local' }, { NatGatewayId: id(region, 'NatB'), State: 'active' }];
  expect(tables(region, [id(region, 'Table')])).toMatchObject({ RouteTables: [{ Routes }] });
});

test('a route goes to no NAT gateway of another VPC', () => {
  const region = stackWorld();
  expect(failure({ ...open, Ip: address, Nat: nat }, region)).toBe('made');
  const away = through({ NatGatewayId: id(region, 'Nat') });
  expect(failure({ Vpc: vpc, Table: table, Away: away }, region, 'away')).toMatch(
    /^Away: .*route table rtb-\w+ and nat gateway nat-\w+ belong to different networks/,
  );
});

test('a route whose NAT gateway is gone is a blackhole', () => {
  const region = stackWorld();
  expect(failure({ ...open, Ip: address, Nat: nat }, region)).toBe('made');
  const VpcId = id(region, 'Vpc');
  const Table = { ...table, Properties: { VpcId } };
  create(region, 'table', { Table, Out: through({ NatGatewayId: id(region, 'Nat') }) });
  settle(region);
  const routes = () => tables(region, [resource(region, 'table', 'Table').PhysicalResourceId]);
  expect(routes()).toMatchObject({ RouteTables: [{ Routes: [{}, { State: 'active' }] }] });
  update(region, 'net', open);
  settle(region);
  expect(routes()).toMatchObject({ RouteTables: [{ Routes: [{}, { State: 'blackhole' }] }] });
});

test('an interface nobody gave a group has the default group of its VPC, a NAT gateway has none', () => {
  const region = stackWorld();
  expect(failure({ ...open, Ip: address, Nat: nat, Group: securityGroup(), Two: subnet('10.0.1.0/24') }, region)).toBe('made');
  const made = region.call('EC2', 'CreateNetworkInterface', { SubnetId: id(region, 'Two') }) as { NetworkInterfaceId: string };
  const groups = (Filters: object[]) => region.call('EC2', 'DescribeNetworkInterfaces', { Filters });
  const filters = [
    { Name: 'vpc-id', Values: [id(region, 'Vpc')] },
    { Name: 'group-name', Values: ['default'] },
  ];
  const answer = region.call('EC2', 'DescribeSecurityGroups', { Filters: filters }) as { SecurityGroups: { GroupId: string }[] };
  expect(groups([{ Name: 'network-interface-id', Values: [made.NetworkInterfaceId] }])).toMatchObject({
    NetworkInterfaces: [{ Groups: [{ GroupId: answer.SecurityGroups[0]?.GroupId }] }],
  });
  expect(groups([{ Name: 'interface-type', Values: ['nat_gateway'] }])).toMatchObject({ NetworkInterfaces: [{ Groups: [] }] });
});

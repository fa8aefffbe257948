import { expect, test } from 'vitest';
import {
  create,
  describe,
  events,
  refusal,
  securityGroup,
  settle,
  stackWorld,
  subnet,
  update,
  vpc,
} from '../cloudformation/stack-world.ts';
import { attached, dnsVpc, eip, endpoint, failure, gateway, id, nat, routeOut, sub, table } from './ec2-world.ts';

test('a VPC comes with a main route table and a default group', () => {
  const region = stackWorld();
  expect(failure({ Vpc: vpc }, region)).toBe('made');
  const Filters = [{ Name: 'vpc-id', Values: [id(region, 'Vpc')] }];
  expect(region.call('EC2', 'DescribeRouteTables', { Filters })).toMatchObject({
    RouteTables: [{ Associations: [{ Main: true }] }],
  });
  expect(region.call('EC2', 'DescribeSecurityGroups', { Filters })).toMatchObject({ SecurityGroups: [{ GroupName: 'default' }] });
});

test('a region has room for 5 VPCs and 5 addresses', () => {
  const six = (thing: object) => Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`M${at}`, thing]));
  expect(failure(six(vpc))).toMatch(/The maximum number of VPCs has been reached.*ServiceLimitExceeded/);
  expect(failure(six(eip))).toMatch(/The maximum number of addresses has been reached.*ServiceLimitExceeded/);
});

test('a region has room for 20 gateway endpoints, a zone for 5 NAT gateways', () => {
  const none = (knob: string) => {
    const region = stackWorld();
    region.setKnob(knob, 0);
    return region;
  };
  const s3 = endpoint({ ServiceName: 'com.amazonaws.eu-west-1.s3', VpcEndpointType: 'Gateway' });
  expect(failure({ Vpc: vpc, S3: s3 }, none('ec2.gateway-endpoint-quota'))).toContain(
    'The maximum number of VPC endpoints has been reached.',
  );
  expect(failure({ Vpc: vpc, Sub: sub, Ip: eip, Nat: nat }, none('ec2.nat-quota'))).toContain(
    'Performing this operation would exceed the limit of 0 NAT gateways',
  );
});

test('a subnet lies in its VPC and overlaps no other', () => {
  expect(failure({ Vpc: vpc, Sub: subnet('10.1.0.0/24') })).toContain("The CIDR '10.1.0.0/24' is invalid.");
  expect(failure({ Vpc: vpc, Sub: sub, Two: { ...subnet('10.0.0.128/25'), DependsOn: 'Sub' } })).toContain(
    "Two: Resource handler returned message: \"The CIDR '10.0.0.128/25' conflicts with another subnet",
  );
});

test('a subnet knows its zone by name and by id', () => {
  const region = stackWorld();
  failure({ Vpc: vpc, Sub: sub }, region);
  const Filters = [{ Name: 'tag:aws:cloudformation:stack-name', Values: ['net'] }];
  expect(region.call('EC2', 'DescribeSubnets', { Filters })).toMatchObject({
    Subnets: [{ AvailabilityZone: 'eu-west-1a', AvailabilityZoneId: 'euw1-az1', AvailableIpAddressCount: 251 }],
  });
});

test('a route to an internet gateway needs it attached to the same VPC', () => {
  const loose = { Vpc: vpc, Gateway: gateway, Table: table, Out: routeOut };
  expect(failure(loose)).toMatch(/Out: .*route table rtb-.* and network gateway igw-.* belong to different networks/);
  expect(failure({ ...loose, Attached: attached, Out: { ...routeOut, DependsOn: 'Attached' } })).toBe('made');
});

test('a NAT gateway without an internet gateway in its VPC ends failed', () => {
  const region = stackWorld();
  expect(failure({ Vpc: vpc, Sub: sub, Ip: eip, Nat: nat }, region)).toMatch(/Network vpc-.* has no Internet gateway attached/);
  expect(region.call('EC2', 'DescribeNatGateways', {})).toMatchObject({ NatGateways: [{ State: 'failed' }] });
});

test('a deleted NAT gateway frees its address, and the network goes with it', () => {
  const region = stackWorld();
  const all = { Vpc: vpc, Gateway: gateway, Attached: attached, Sub: sub, Ip: { ...eip, DependsOn: 'Attached' }, Nat: nat };
  expect(failure(all, region)).toBe('made');
  const { StackId } = describe(region, 'net');
  region.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
  settle(region);
  expect(describe(region, StackId).StackStatus).toBe('DELETE_COMPLETE');
  expect(region.call('EC2', 'DescribeAddresses', {})).toEqual({ Addresses: [] });
});

test('a group may reach everything unless it says otherwise, and its name is unique in the VPC', () => {
  const region = stackWorld();
  const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' };
  const Narrow = securityGroup({ SecurityGroupIngress: [rule], SecurityGroupEgress: [rule] });
  expect(failure({ Vpc: vpc, Open: securityGroup(), Narrow }, region)).toBe('made');
  const permissions = (GroupId: string) => region.call('EC2', 'DescribeSecurityGroups', { GroupIds: [GroupId] });
  expect(permissions(id(region, 'Open'))).toMatchObject({
    SecurityGroups: [{ IpPermissions: [], IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }],
  });
  expect(permissions(id(region, 'Narrow'))).toMatchObject({
    SecurityGroups: [{ IpPermissions: [{ FromPort: 443 }], IpPermissionsEgress: [{ FromPort: 443 }] }],
  });
  const same = { A: securityGroup({ GroupName: 'same' }), B: securityGroup({ GroupName: 'same' }) };
  expect(failure({ Vpc: vpc, ...same })).toContain("The security group 'same' already exists");
});

test('a standalone rule is refused twice and goes with its resource', () => {
  const region = stackWorld();
  const Rule = {
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: { GroupId: { Ref: 'Group' }, IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' },
  };
  expect(failure({ Vpc: vpc, Group: securityGroup(), Rule, Twice: Rule })).toContain('already exists');
  failure({ Vpc: vpc, Group: securityGroup(), Rule }, region);
  const rules = () => region.call('EC2', 'DescribeSecurityGroups', { GroupIds: [id(region, 'Group')] });
  expect(rules()).toMatchObject({ SecurityGroups: [{ IpPermissions: [{ FromPort: 80 }] }] });
  update(region, 'net', { Vpc: vpc, Group: securityGroup() });
  settle(region);
  expect(rules()).toMatchObject({ SecurityGroups: [{ IpPermissions: [] }] });
});

test('a group another group refers to cannot be deleted', () => {
  const region = stackWorld();
  failure({ Vpc: vpc, Group: securityGroup() }, region);
  const from = { IpProtocol: '-1', SourceSecurityGroupId: id(region, 'Group') };
  const VpcId = id(region, 'Vpc');
  create(region, 'other', { User: securityGroup({ VpcId, SecurityGroupIngress: [from] }) });
  settle(region);
  region.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
  settle(region);
  expect(describe(region, 'net').StackStatusReason).toContain('[Group]');
});

test('a group and a subnet in use are tried for minutes and then fail with DependencyViolation', () => {
  const region = stackWorld();
  failure({ Vpc: vpc, Sub: sub, Group: securityGroup() }, region);
  const made = region.call('EC2', 'CreateNetworkInterface', { SubnetId: id(region, 'Sub'), Groups: [id(region, 'Group')] });
  const began = region.state.now;
  region.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
  settle(region);
  expect(region.state.now - began).toBeGreaterThan(5 * 60_000);
  const reasons = events(region, 'net').map(({ ResourceStatusReason }) => ResourceStatusReason ?? '');
  expect(reasons.some((reason) => /resource sg-\w+ has a dependent object/.test(reason))).toBe(true);
  expect(reasons.some((reason) => /The subnet 'subnet-\w+' has dependencies/.test(reason))).toBe(true);
  region.call('EC2', 'DeleteNetworkInterface', made);
  region.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
  settle(region);
  expect(refusal(() => describe(region, 'net'))).toContain('does not exist');
});

test('an interface endpoint takes minutes, has an interface per subnet and one private domain per VPC', () => {
  const region = stackWorld();
  const One = endpoint({ SubnetIds: [{ Ref: 'Sub' }], PrivateDnsEnabled: true });
  expect(failure({ Vpc: dnsVpc, Sub: sub, One }, region)).toBe('made');
  const Filters = [{ Name: 'interface-type', Values: ['vpc_endpoint'] }];
  expect(region.call('EC2', 'DescribeNetworkInterfaces', { Filters })).toMatchObject({ NetworkInterfaces: [{}] });
  expect(failure({ Vpc: dnsVpc, Sub: sub, One, Two: One })).toContain(
    'private-dns-enabled cannot be set because there is already a conflicting DNS domain for logs.eu-west-1.amazonaws.com',
  );
  expect(failure({ Vpc: vpc, Sub: sub, One })).toContain('Enabling private DNS requires both');
});

test('an interface endpoint has one subnet per zone', () => {
  const One = endpoint({ SubnetIds: [{ Ref: 'Sub' }, { Ref: 'Two' }] });
  expect(failure({ Vpc: dnsVpc, Sub: sub, Two: subnet('10.0.1.0/24'), One })).toContain('Found another VPC endpoint subnet');
});

test('a gateway endpoint is a route in its tables', () => {
  const region = stackWorld();
  const ServiceName = 'com.amazonaws.eu-west-1.s3';
  const S3 = endpoint({ ServiceName, VpcEndpointType: 'Gateway', RouteTableIds: [{ Ref: 'Table' }] });
  expect(failure({ Vpc: vpc, Table: table, S3 }, region)).toBe('made');
  expect(region.call('EC2', 'DescribeRouteTables', { RouteTableIds: [id(region, 'Table')] })).toMatchObject({
    RouteTables: [{ Routes: [{ GatewayId: 'local' }, { DestinationPrefixListId: 'pl-6da54004', GatewayId: id(region, 'S3') }] }],
  });
});

test('network interfaces take free addresses until there are none', () => {
  const region = stackWorld();
  failure({ Vpc: vpc, Sub: subnet('10.0.0.0/28') }, region);
  const take = () => region.call('EC2', 'CreateNetworkInterface', { SubnetId: id(region, 'Sub'), AssignPublicIp: true });
  expect(take()).toMatchObject({ PrivateIpAddress: '10.0.0.4', PublicIp: expect.stringMatching(/^52\./) });
  for (let taken = 1; taken < 11; taken += 1) take();
  expect(refusal(take)).toMatch(/^InsufficientFreeAddressesInSubnet/);
});

test('zones and endpoint services are those of the region', () => {
  const zones = (region: string) => stackWorld({ region }).call('EC2', 'DescribeAvailabilityZones', {});
  expect(zones('eu-west-1')).toMatchObject({ AvailabilityZones: [{ ZoneName: 'eu-west-1a', ZoneId: 'euw1-az1' }, {}, {}] });
  expect(zones('ap-southeast-2')).toMatchObject({ AvailabilityZones: [{ ZoneId: 'apse2-az1' }, {}, {}] });
  const Filters = [{ Name: 'service-type', Values: ['Gateway'] }];
  expect(stackWorld().call('EC2', 'DescribeVpcEndpointServices', { Filters })).toMatchObject({
    ServiceNames: ['com.amazonaws.eu-west-1.s3', 'com.amazonaws.eu-west-1.dynamodb'],
  });
});

test('an unknown filter is refused, an unknown id is not found', () => {
  const region = stackWorld();
  failure({ Vpc: vpc }, region);
  const Filters = [{ Name: 'made-up', Values: ['x'] }];
  expect(refusal(() => region.call('EC2', 'DescribeVpcs', { Filters }))).toMatch(/^InvalidParameterValue/);
  expect(refusal(() => region.call('EC2', 'DescribeVpcs', { VpcIds: ['vpc-1'] }))).toMatch(/^InvalidVpcID.NotFound/);
});

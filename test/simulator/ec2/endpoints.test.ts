import { expect, test } from 'vitest';
import type { Region } from '../../../simulator/region.ts';
import { securityGroup, settle, stackWorld, story, subnet, update, vpc } from '../cloudformation/stack-world.ts';
import { dnsVpc, endpoint, failure, id, sub, table } from './ec2-world.ts';

const gatewayTo = (service: string, table: string) =>
  endpoint({
    ...{ ServiceName: `com.amazonaws.eu-west-1.${service}`, VpcEndpointType: 'Gateway', RouteTableIds: [{ Ref: table }] },
  });

test('gateway endpoints of one service share no table, and different tables of one VPC', () => {
  const First = gatewayTo('s3', 'Table');
  const made = { Vpc: vpc, Table: table, Other: table, First };
  expect(failure({ ...made, Second: { ...First, DependsOn: 'First' } })).toMatch(
    /^Second: .*route table rtb-\w+ already has a route with destination-prefix-list-id pl-6da54004.*AlreadyExists/,
  );
  expect(failure({ ...made, Second: gatewayTo('s3', 'Other') })).toBe('made');
  expect(failure({ ...made, Second: gatewayTo('dynamodb', 'Table') })).toBe('made');
});

test('a gateway endpoint changes its tables in place, but to none that has its route', () => {
  const region = stackWorld();
  const made = { Vpc: vpc, Table: table, Other: table, First: gatewayTo('s3', 'Table') };
  expect(failure(made, region)).toBe('made');
  const was = id(region, 'First');
  update(region, 'net', { ...made, First: gatewayTo('s3', 'Other') });
  settle(region);
  expect(id(region, 'First')).toBe(was);
  const routes = (name: string) => region.call('EC2', 'DescribeRouteTables', { RouteTableIds: [id(region, name)] });
  expect(routes('Table')).toMatchObject({ RouteTables: [{ Routes: [{ GatewayId: 'local' }] }] });
  expect(routes('Other')).toMatchObject({ RouteTables: [{ Routes: [{}, { GatewayId: was }] }] });
  const Second = { ...gatewayTo('s3', 'Table'), DependsOn: 'First' };
  update(region, 'net', { ...made, First: gatewayTo('s3', 'Other'), Second });
  settle(region);
  update(region, 'net', { ...made, First: gatewayTo('s3', 'Other'), Second: gatewayTo('s3', 'Other') });
  settle(region);
  expect(story(region, 'net')).toContain('Second UPDATE_FAILED');
});

test('an interface endpoint is refused in a zone its service is not offered in', () => {
  const region = stackWorld();
  region.setKnob('ec2.endpoint-zones', { logs: ['euw1-az2'] });
  const Logs = endpoint({ SubnetIds: [{ Ref: 'Sub' }] });
  expect(failure({ Vpc: vpc, Sub: sub, Logs }, region)).toMatch(
    /^Logs: .*The VPC endpoint service com\.amazonaws\.eu-west-1\.logs does not support the availability zone of the subnet: subnet-\w+\./,
  );
  const ServiceNames = ['com.amazonaws.eu-west-1.logs', 'com.amazonaws.eu-west-1.kms'];
  expect(region.call('EC2', 'DescribeVpcEndpointServices', { ServiceNames })).toMatchObject({
    ServiceDetails: [{ AvailabilityZones: ['eu-west-1b'] }, { AvailabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }],
  });
});

test('an interface endpoint changes groups and subnets in place, and what stays keeps its address', () => {
  const region = stackWorld();
  const zone = (AvailabilityZoneId: string) => ({ AvailabilityZoneId });
  const net = {
    ...{ Vpc: dnsVpc, Sub: sub, Two: subnet('10.0.1.0/24', zone('euw1-az2')), Three: subnet('10.0.2.0/24', zone('euw1-az3')) },
    ...{ Group: securityGroup(), Other: securityGroup() },
  };
  const logs = (subnets: string[], group: string) =>
    endpoint({
      ...{ SubnetIds: subnets.map((Ref) => ({ Ref })), SecurityGroupIds: [{ Ref: group }], PrivateDnsEnabled: true },
    });
  expect(failure({ ...net, Logs: logs(['Sub', 'Two'], 'Group') }, region)).toBe('made');
  const was = id(region, 'Logs');
  const interfaces = () => interfacesOf(region);
  const kept = interfaces().find(({ SubnetId }) => SubnetId === id(region, 'Two'));
  update(region, 'net', { ...net, Logs: logs(['Two', 'Three'], 'Other') });
  settle(region);
  expect(id(region, 'Logs')).toBe(was);
  expect(interfaces()).toMatchObject([
    { NetworkInterfaceId: kept?.NetworkInterfaceId, Groups: [{ GroupId: id(region, 'Other') }] },
    { SubnetId: id(region, 'Three'), Groups: [{ GroupId: id(region, 'Other') }] },
  ]);
  update(region, 'net', { ...net, Logs: logs(['Two'], 'Other'), Sub: sub });
  settle(region);
  expect(interfaces()).toHaveLength(1);
});

test('an interface endpoint has no subnet and a gateway endpoint no table of another VPC', () => {
  const region = stackWorld();
  expect(failure({ Vpc: dnsVpc, Sub: sub, Table: table }, region)).toBe('made');
  const S3 = { ServiceName: 'com.amazonaws.eu-west-1.s3', VpcEndpointType: 'Gateway', RouteTableIds: [id(region, 'Table')] };
  const away = (more: object, stack: string) => failure({ Vpc: vpc, One: endpoint(more) }, region, stack);
  expect(away({ SubnetIds: [id(region, 'Sub')] }, 'interface')).toMatch(/^One: .*belong to different networks/);
  expect(away(S3, 'gateway')).toMatch(/^One: .*belong to different networks/);
});

test('a service has the private name of its own URL, whatever its endpoint is called', () => {
  const nameOf = (short: string) => {
    const ServiceNames = [`com.amazonaws.eu-west-1.${short}`];
    const answer = stackWorld().call('EC2', 'DescribeVpcEndpointServices', { ServiceNames });
    return (answer as { ServiceDetails: { PrivateDnsName?: string }[] }).ServiceDetails.at(-1)?.PrivateDnsName;
  };
  expect(nameOf('ecr.api')).toBe('api.ecr.eu-west-1.amazonaws.com');
  expect(nameOf('ecr.dkr')).toBe('*.dkr.ecr.eu-west-1.amazonaws.com');
  expect(nameOf('kinesis-streams')).toBe('kinesis.eu-west-1.amazonaws.com');
  expect(nameOf('ecs-agent')).toBe('ecs-a.eu-west-1.amazonaws.com');
  for (const short of ['sqs', 'sns', 'xray', 'ssm', 'ssmmessages', 'ec2messages', 'states', 'lambda', 'sts', 'codebuild'])
    expect(nameOf(short)).toBe(`${short}.eu-west-1.amazonaws.com`);
});

function interfacesOf(region: Region) {
  const Filters = [{ Name: 'interface-type', Values: ['vpc_endpoint'] }];
  const answer = region.call('EC2', 'DescribeNetworkInterfaces', { Filters });
  return (answer as { NetworkInterfaces: { NetworkInterfaceId: string; SubnetId: string }[] }).NetworkInterfaces;
}

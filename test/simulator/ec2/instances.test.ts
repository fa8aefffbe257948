import { describe, expect, test } from 'vitest';
import type { Region } from '../../../simulator/region.ts';
import {
  create,
  events,
  refusal,
  resource,
  role,
  securityGroup,
  settle,
  stackWorld,
  subnet,
  until,
  update,
  vpc,
} from '../cloudformation/stack-world.ts';
import { attached, failure, gateway, id, sub } from './ec2-world.ts';

const image = 'ami-0123456789abcdef0';
const instance = (more: object = {}) => ({
  Type: 'AWS::EC2::Instance',
  Properties: {
    ...{ ImageId: image, InstanceType: 't4g.nano', SubnetId: { Ref: 'Sub' }, SecurityGroupIds: [{ Ref: 'Group' }] },
    ...{ MetadataOptions: { HttpTokens: 'required' } },
    ...more,
  },
});
const card = (more: object = {}) => ({
  Type: 'AWS::EC2::Instance',
  Properties: {
    ...{ ImageId: image, InstanceType: 't4g.nano' },
    NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: { Ref: 'Sub' }, GroupSet: [{ Ref: 'Group' }], ...more }],
  },
});
const net = { Vpc: vpc, Sub: sub, Group: securityGroup() };
const profile = { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } };
const withIam = { Capabilities: ['CAPABILITY_IAM'], OnFailure: 'DO_NOTHING' };

interface Seen {
  readonly InstanceId: string;
  readonly State: { Name: string };
  readonly PrivateIpAddress?: string;
  readonly PublicIpAddress?: string;
}
function instances(region: Region, input: object = {}): Seen[] {
  const answer = region.call('EC2', 'DescribeInstances', input) as { Reservations: { Instances: Seen[] }[] };
  return answer.Reservations.flatMap(({ Instances }) => Instances);
}

function seconds(region: Region, name: string, from: string, to: string): number {
  const at = (status: string) =>
    events(region, 'net')
      .findLast(({ LogicalResourceId, ResourceStatus }) => LogicalResourceId === name && ResourceStatus === status)
      ?.Timestamp.getTime() ?? Number.NaN;
  return (at(to) - at(from)) / 1000;
}

describe('an instance', () => {
  test('is pending at once and running after 10 to 40 seconds, with one interface in its subnet', () => {
    const region = stackWorld();
    create(region, 'net', { ...net, Box: instance() });
    until(region, () => instances(region).length === 1);
    expect(instances(region)).toMatchObject([{ State: { Name: 'pending' }, PrivateIpAddress: '10.0.0.4' }]);
    settle(region);
    const [box] = instances(region, { InstanceIds: [id(region, 'Box')] });
    expect(box).toMatchObject({ ImageId: image, InstanceType: 't4g.nano', State: { Name: 'running' } });
    expect(box).toMatchObject({ SubnetId: id(region, 'Sub'), SecurityGroups: [{ GroupId: id(region, 'Group') }] });
    expect(box?.PublicIpAddress).toBeUndefined();
    expect(seconds(region, 'Box', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE')).toBeGreaterThanOrEqual(9);
    expect(seconds(region, 'Box', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE')).toBeLessThanOrEqual(41);
  });

  test('has a public address when its interface asks for one, else when its subnet gives them', () => {
    const open = { ...net, Gateway: gateway, Attached: attached };
    const giving = subnet('10.0.0.0/24', { MapPublicIpOnLaunch: true });
    const addressOf = (resources: object) => {
      const region = stackWorld();
      expect(failure(resources, region)).toBe('made');
      return instances(region)[0]?.PublicIpAddress;
    };
    expect(addressOf({ ...open, Box: card({ AssociatePublicIpAddress: true }) })).toMatch(/^52\./);
    expect(addressOf({ ...open, Box: card() })).toBeUndefined();
    expect(addressOf({ ...open, Sub: giving, Box: instance() })).toMatch(/^52\./);
    expect(addressOf({ ...open, Sub: giving, Box: card({ AssociatePublicIpAddress: false }) })).toBeUndefined();
  });

  test('is found by filters and by its tags', () => {
    const region = stackWorld();
    expect(failure({ ...net, Box: instance({ Tags: [{ Key: 'role', Value: 'bastion' }] }) }, region)).toBe('made');
    const found = (Name: string, ...Values: string[]) => instances(region, { Filters: [{ Name, Values }] }).length;
    expect(found('tag:role', 'bastion')).toBe(1);
    expect(found('instance-state-name', 'stopped')).toBe(0);
    expect(found('subnet-id', id(region, 'Sub'))).toBe(1);
    expect(refusal(() => instances(region, { InstanceIds: ['i-1'] }))).toMatch(/^InvalidInstanceID.NotFound/);
  });

  test.each([
    ['an image id that is none', instance({ ImageId: 'al2023' }), 'Invalid id: "al2023" (expecting "ami-...")'],
    ['no image', { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: 'Sub' } } }, 'must contain the parameter ImageId'],
    ['no subnet', instance({ SubnetId: undefined }), 'No default VPC for this user'],
    ['a type that is none', instance({ InstanceType: 'small' }), "Invalid value 'small' for InstanceType"],
    [
      'subnet and interface',
      { ...card(), Properties: { ...card().Properties, SubnetId: { Ref: 'Sub' } } },
      'instance-level subnet ID may not',
    ],
    [
      'groups and interface',
      { ...card(), Properties: { ...card().Properties, SecurityGroupIds: ['sg-1'] } },
      'instance-level security groups may not',
    ],
    ['a group that is none', instance({ SecurityGroupIds: ['sg-1'] }), "The security group ID 'sg-1' does not exist"],
    ['a property that is none', instance({ Size: 1 }), 'extraneous key [Size] is not permitted'],
  ])('is refused with %s', (_what, Box, text) => {
    expect(failure({ ...net, Box })).toContain(`Box: `);
    expect(failure({ ...net, Box })).toContain(text);
  });

  test('is refused with an image there is not, or of another architecture, where the images are known', () => {
    const region = stackWorld();
    region.setKnob('ec2.images', { [image]: 'x86_64' });
    expect(failure({ ...net, Box: instance() }, region)).toContain("The architecture 'arm64' of the specified instance type");
    const other = stackWorld();
    other.setKnob('ec2.images', {});
    expect(failure({ ...net, Box: instance() }, other)).toContain(`The image id '[${image}]' does not exist`);
  });

  test('is refused with a group of another VPC', () => {
    const region = stackWorld();
    expect(failure(net, region)).toBe('made');
    const Box = instance({ SecurityGroupIds: [id(region, 'Group')] });
    expect(failure({ Vpc: vpc, Sub: sub, Box }, region, 'away')).toMatch(
      /^Box: .*Security group sg-\w+ and subnet subnet-\w+ belong to different networks/,
    );
  });

  test.each([
    ['ImageId', { ImageId: 'ami-11111111111111111' }],
    ['SubnetId', { SubnetId: { Ref: 'Two' } }],
    ['KeyName', { KeyName: 'mine' }],
  ])('is replaced by another %s', (_name, more) => {
    const region = stackWorld();
    const two = { ...net, Two: subnet('10.0.1.0/24') };
    expect(failure({ ...two, Box: instance() }, region)).toBe('made');
    const was = id(region, 'Box');
    update(region, 'net', { ...two, Box: instance(more) });
    settle(region);
    expect(id(region, 'Box')).not.toBe(was);
    expect(instances(region).map(({ InstanceId, State }) => [InstanceId, State.Name])).toEqual([
      [was, 'terminated'],
      [id(region, 'Box'), 'running'],
    ]);
  });

  test('gets another type by a restart, and other groups, options and tags without one', () => {
    const region = stackWorld();
    const two = { ...net, Other: securityGroup() };
    expect(failure({ ...two, Box: instance() }, region)).toBe('made');
    const was = id(region, 'Box');
    const quick = { SecurityGroupIds: [{ Ref: 'Other' }], Tags: [{ Key: 'a', Value: 'b' }] };
    update(region, 'net', { ...two, Box: instance(quick) });
    settle(region);
    expect(seconds(region, 'Box', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE')).toBeLessThan(15);
    update(region, 'net', { ...two, Box: instance({ ...quick, InstanceType: 't4g.micro' }) });
    settle(region);
    expect(seconds(region, 'Box', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE')).toBeGreaterThan(55);
    expect(instances(region, { InstanceIds: [was] })).toMatchObject([
      { InstanceType: 't4g.micro', SecurityGroups: [{ GroupId: id(region, 'Other') }], State: { Name: 'running' } },
    ]);
  });

  test('is terminated in 20 to 60 seconds, its interface with it, and shown for an hour', () => {
    const region = stackWorld();
    expect(failure({ ...net, Box: instance() }, region)).toBe('made');
    const was = id(region, 'Box');
    update(region, 'net', net);
    until(region, () => instances(region)[0]?.State.Name === 'shutting-down');
    const began = region.state.now;
    expect(region.call('EC2', 'DescribeNetworkInterfaces', {})).toMatchObject({ NetworkInterfaces: [{}] });
    until(region, () => instances(region)[0]?.State.Name === 'terminated');
    expect((region.state.now - began) / 1000).toBeGreaterThanOrEqual(20);
    expect((region.state.now - began) / 1000).toBeLessThanOrEqual(60);
    expect(region.call('EC2', 'DescribeNetworkInterfaces', {})).toEqual({ NetworkInterfaces: [] });
    expect(instances(region)).not.toHaveProperty('0.PrivateIpAddress');
    region.advanceTo(region.state.now + 3_600_000);
    expect(refusal(() => instances(region, { InstanceIds: [was] }))).toMatch(/^InvalidInstanceID.NotFound/);
  });

  test('that is protected is not terminated', () => {
    const region = stackWorld();
    expect(failure({ ...net, Box: instance({ DisableApiTermination: true }) }, region)).toBe('made');
    region.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
    settle(region);
    expect(resource(region, 'net', 'Box')).toMatchObject({
      ResourceStatus: 'DELETE_FAILED',
      ResourceStatusReason: expect.stringContaining('may not be terminated'),
    });
  });
});

describe('the profile of an instance', () => {
  const made = { ...net, Role: role(), Profile: profile, Box: instance({ IamInstanceProfile: { Ref: 'Profile' } }) };

  test('is shown by its ARN', () => {
    const region = stackWorld();
    create(region, 'net', made, {}, withIam);
    settle(region);
    const Arn = expect.stringMatching(/^arn:aws:iam::111122223333:instance-profile\/net-Profile-/);
    expect(instances(region)).toMatchObject([{ IamInstanceProfile: { Arn } }]);
  });

  test('that EC2 does not know yet is tried again until it does', () => {
    const region = stackWorld();
    region.setKnob('iam.profile-propagation', 180);
    create(region, 'net', made, {}, withIam);
    settle(region);
    expect(resource(region, 'net', 'Box').ResourceStatus).toBe('CREATE_COMPLETE');
    expect(seconds(region, 'Box', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE')).toBeGreaterThan(10);
    expect(instances(region)).toMatchObject([{ InstanceId: id(region, 'Box'), State: { Name: 'running' } }]);
  });

  test('that does not exist fails it after two minutes of trying', () => {
    const region = stackWorld();
    const began = region.state.now;
    expect(failure({ ...net, Box: instance({ IamInstanceProfile: 'nobody' }) }, region)).toContain(
      'Box: Resource handler returned message: "Value (nobody) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
    );
    expect(region.state.now - began).toBeGreaterThan(120_000);
    expect(instances(region)).toEqual([]);
    region.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
    settle(region);
    expect(refusal(() => resource(region, 'net', 'Box'))).toContain('does not exist');
  });
});

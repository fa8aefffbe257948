import { expect, test } from 'vitest';
import type { Region } from '../../../simulator/region.ts';
import { create, describe, resource, securityGroup, settle, stackWorld, update, vpc } from '../cloudformation/stack-world.ts';
import { failure, id } from './ec2-world.ts';

const rule = (direction: 'Ingress' | 'Egress', more: object) => ({
  Type: `AWS::EC2::SecurityGroup${direction}`,
  Properties: { GroupId: { Ref: 'Group' }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...more },
});
const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' };
const everything = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

interface Shown {
  readonly IpPermissions: object[];
  readonly IpPermissionsEgress: object[];
}
function groupOf(region: Region, name = 'Group'): Shown {
  const answer = region.call('EC2', 'DescribeSecurityGroups', { GroupIds: [id(region, name)] });
  const [found] = (answer as { SecurityGroups: Shown[] }).SecurityGroups;
  if (!found) throw new Error(`no ${name}`);
  return found;
}

test('a rule that is there already is refused in the words of EC2, inline or not', () => {
  const Group = securityGroup({ SecurityGroupIngress: [https] });
  expect(failure({ Vpc: vpc, Group, Rule: rule('Ingress', { CidrIp: '10.0.0.0/16', Description: 'another' }) })).toMatch(
    /^Rule: .*the specified rule "peer: 10\.0\.0\.0\/16, TCP, from port: 443, to port: 443, ALLOW" already exists.*AlreadyExists/,
  );
  const { FromPort: _from, ToPort: _to, ...all } = rule('Egress', everything).Properties as Record<string, unknown>;
  expect(failure({ Vpc: vpc, Group, Rule: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: all } })).toMatch(
    /^Rule: .*the specified rule "peer: 0\.0\.0\.0\/0, ALL, ALLOW" already exists/,
  );
});

test('an inline rule written twice is one, and one of the two taken away takes it', () => {
  const region = stackWorld();
  expect(failure({ Vpc: vpc, Group: securityGroup({ SecurityGroupIngress: [https, https] }) }, region)).toBe('made');
  expect(groupOf(region).IpPermissions).toHaveLength(1);
  update(region, 'net', { Vpc: vpc, Group: securityGroup({ SecurityGroupIngress: [https] }) });
  settle(region);
  expect(groupOf(region).IpPermissions).toHaveLength(0);
});

test('the first rules for the way out replace the one for everything, and their end leaves none', () => {
  const region = stackWorld();
  expect(failure({ Vpc: vpc, Group: securityGroup() }, region)).toBe('made');
  const to = (egress: object[]) => {
    update(region, 'net', { Vpc: vpc, Group: securityGroup({ SecurityGroupEgress: egress }) });
    settle(region);
    return groupOf(region).IpPermissionsEgress;
  };
  expect(to([https])).toMatchObject([{ FromPort: 443 }]);
  expect(to([])).toEqual([]);
});

test('a change of the tags alone leaves the rules as they are', () => {
  const region = stackWorld();
  expect(failure({ Vpc: vpc, Group: securityGroup() }, region)).toBe('made');
  update(region, 'net', { Vpc: vpc, Group: securityGroup({ Tags: [{ Key: 'a', Value: 'b' }] }) });
  settle(region);
  expect(groupOf(region).IpPermissionsEgress).toMatchObject([{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]);
});

test('a standalone rule for the way out takes the one for everything away, unless the knob says otherwise', () => {
  const made = { Vpc: vpc, Group: securityGroup(), Rule: rule('Egress', { CidrIp: '10.0.0.0/16' }) };
  const region = stackWorld();
  expect(failure(made, region)).toBe('made');
  expect(groupOf(region).IpPermissionsEgress).toMatchObject([{ FromPort: 443 }]);
  const lenient = stackWorld();
  lenient.setKnob('ec2.default-egress-stays', true);
  expect(failure(made, lenient)).toBe('made');
  expect(groupOf(lenient).IpPermissionsEgress).toMatchObject([{ IpProtocol: '-1' }, { FromPort: 443 }]);
});

test('a standalone rule that changes is another rule', () => {
  const region = stackWorld();
  const made = { Vpc: vpc, Group: securityGroup() };
  expect(failure({ ...made, Rule: rule('Ingress', { CidrIp: '10.0.0.0/16' }) }, region)).toBe('made');
  const was = id(region, 'Rule');
  update(region, 'net', { ...made, Rule: rule('Ingress', { CidrIp: '10.0.0.0/16', Description: 'why' }) });
  settle(region);
  expect(id(region, 'Rule')).toBe(was);
  update(region, 'net', { ...made, Rule: rule('Ingress', { CidrIp: '10.0.0.0/16', ToPort: 444 }) });
  settle(region);
  expect(id(region, 'Rule')).not.toBe(was);
  expect(groupOf(region).IpPermissions).toMatchObject([{ FromPort: 443, ToPort: 444 }]);
});

test('a rule names no group of another VPC', () => {
  const region = stackWorld();
  expect(failure({ Vpc: vpc, Group: securityGroup() }, region)).toBe('made');
  const from = { SourceSecurityGroupId: id(region, 'Group') };
  expect(failure({ Vpc: vpc, Group: securityGroup(), Rule: rule('Ingress', from) }, region, 'other')).toMatch(
    /^Rule: .*You have specified two resources that belong to different networks\./,
  );
});

test('a group a standalone rule of another names cannot be deleted until the rule is', () => {
  const region = stackWorld();
  expect(failure({ Vpc: vpc, Group: securityGroup() }, region)).toBe('made');
  const Rule = rule('Ingress', { GroupId: { Ref: 'Other' }, SourceSecurityGroupId: id(region, 'Group') });
  create(region, 'rules', { Other: securityGroup({ VpcId: id(region, 'Vpc') }), Rule });
  settle(region);
  region.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
  settle(region);
  expect(resource(region, 'net', 'Group')).toMatchObject({
    ResourceStatus: 'DELETE_FAILED',
    ResourceStatusReason: expect.stringMatching(/resource sg-\w+ has a dependent object/),
  });
  region.call('CloudFormation', 'DeleteStack', { StackName: 'rules' });
  settle(region);
  const { StackId } = describe(region, 'net');
  region.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
  settle(region);
  expect(describe(region, StackId).StackStatus).toBe('DELETE_COMPLETE');
});

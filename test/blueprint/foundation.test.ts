import { describe, expect, test } from 'vitest';
import type { Template } from '../../blueprint/rendered.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import { renderSpec, stackOf } from './render-spec.ts';

const foundationOf = (spec: Spec, zoneIds?: readonly string[]): Template =>
  stackOf(renderSpec(spec, zoneIds ? { zoneIds } : {}), 'foundation').template;
const withService = (service: Service) => foundationOf({ services: { web: { image: 'nginx:1', ...service } } });

const census = ({ Resources }: Template) => {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values(Resources)) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
};
const properties = (template: Template, id: string) => template.Resources[id]?.Properties ?? {};
const actions = (template: Template, id: string) => {
  const { PolicyDocument } = properties(template, id) as { PolicyDocument?: { Statement: { Action: string[] }[] } };
  return PolicyDocument?.Statement.flatMap(({ Action }) => Action);
};

describe('the network of one service behind NAT', () => {
  const template = withService({});

  test('is one gateway of each kind, a public subnet for the gateway, and in each zone a private one with its table', () => {
    expect(census(template)).toMatchObject({
      'AWS::EC2::VPC': 1,
      'AWS::EC2::InternetGateway': 1,
      'AWS::EC2::NatGateway': 1,
      'AWS::EC2::EIP': 1,
      'AWS::EC2::Subnet': 3,
      'AWS::EC2::RouteTable': 3,
      'AWS::EC2::Route': 3,
      'AWS::EC2::VPCEndpoint': 1,
      'AWS::ECS::Cluster': 1,
    });
  });

  test('takes its zones from parameters', () => {
    expect(properties(template, 'NatSubnet2').AvailabilityZoneId).toEqual({ Ref: 'Zone2' });
  });

  test('lets the NAT gateway out before and away after everything it needs', () => {
    expect(template.Resources.NatGateway1?.DependsOn).toEqual([
      'InternetGatewayAttachment',
      'PublicDefaultRoute',
      'PublicSubnet1Routes',
    ]);
    expect(template.Resources.NatAddress1?.DependsOn).toEqual(['InternetGatewayAttachment']);
    expect(template.Resources.PublicDefaultRoute?.DependsOn).toEqual(['InternetGatewayAttachment']);
  });

  test('sends S3 past the NAT gateway', () => {
    expect(properties(template, 'NatS3Endpoint')).toMatchObject({
      VpcEndpointType: 'Gateway',
      RouteTableIds: [{ Ref: 'NatRouteTable1' }, { Ref: 'NatRouteTable2' }],
    });
  });

  test('admits nobody to the tasks', () => {
    const group = properties(template, 'WebSecurityGroup');
    expect(group).not.toHaveProperty('SecurityGroupIngress');
    expect(group.SecurityGroupEgress).toEqual([{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }]);
  });

  test('only grows with a zone', () => {
    const services = { web: { image: 'nginx:1' } };
    const more = foundationOf({ services, network: { zones: 3 } });
    const { NatSubnetIds: _, ...outputs } = template.Outputs ?? {};
    const { NatS3Endpoint: _endpoint, ...others } = template.Resources;
    expect(more.Resources).toMatchObject(others);
    expect(more.Outputs).toMatchObject(outputs);
    expect(() => foundationOf({ services, network: { zones: 3 } }, ['euw1-az1'])).toThrow(RangeError);
  });
});

describe("a service's roles", () => {
  test('stand under the path and the boundary', () => {
    for (const id of ['WebExecutionRole', 'WebTaskRole']) {
      expect(properties(withService({}), id)).toMatchObject({
        Path: '/moorage/',
        PermissionsBoundary: 'arn:aws:iam::123456789012:policy/moorage-boundary',
      });
    }
  });

  test('allow the task nothing by default', () => {
    const policies = Object.values(withService({}).Resources).filter(({ Type }) => Type === 'AWS::IAM::RolePolicy');
    expect(policies.map(({ Properties }) => Properties?.RoleName)).toEqual([
      { Ref: 'WebExecutionRole' },
      { Ref: 'WebExecutionRole' },
    ]);
  });

  test('allow the task exactly the four ssmmessages actions with exec', () => {
    const template = withService({ exec: true });
    expect(properties(template, 'WebExecPolicy').RoleName).toEqual({ Ref: 'WebTaskRole' });
    expect(actions(template, 'WebExecPolicy')).toEqual([
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ]);
  });

  test("pull only images that carry this environment's tag", () => {
    const text = JSON.stringify(properties(withService({}), 'WebPullPolicy'));
    expect(text).toContain('repository/moorage-shop-registry-*');
    expect(text).toContain('"aws:ResourceTag/moorage:environment":"shop"');
    expect(text).not.toContain('PutImage');
  });

  test('pull nothing from ECR when the image is pulled in place', () => {
    expect(withService({ mirror: false }).Resources).not.toHaveProperty('WebPullPolicy');
  });

  test('write their own log group, or none when there is none', () => {
    expect(actions(withService({}), 'WebLogPolicy')).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    const silent = withService({ logs: { retentionDays: 0 } });
    expect(silent.Resources).not.toHaveProperty('WebLogPolicy');
    expect(silent.Resources).not.toHaveProperty('WebLogGroup');
    expect(silent.Outputs).not.toHaveProperty('WebLogGroupName');
  });

  test('do not change when a need comes or goes', () => {
    const plain = withService({ logs: { retentionDays: 0 } });
    const needy = withService({ exec: true });
    for (const id of ['WebExecutionRole', 'WebTaskRole']) expect(needy.Resources[id]).toEqual(plain.Resources[id]);
  });
});

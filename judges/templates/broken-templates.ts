import { readFileSync } from 'node:fs';
import type { Rendered } from '../../blueprint/rendered.ts';
import { changed } from './changed.ts';
import type { TemplateFinding } from './template-finding.ts';

type Path = readonly (string | number)[];
interface Broken {
  readonly stack: keyof Rendered;
  readonly path: Path;
  readonly value: unknown;
  /** Which rule of whom has to notice; nobody's where it is a blind spot. */
  readonly noticedBy: Partial<Record<TemplateFinding['by'], string>>;
}

const golden = new URL('../../test/blueprint/golden/built-and-mirrored.golden.json', import.meta.url);
const properties = (id: string, ...rest: Path): Path => ['Resources', id, 'Properties', ...rest];
const at = (stack: keyof Rendered, path: Path, value: unknown, cfnLint = '', plugin = ''): Broken => ({
  stack,
  path,
  value,
  noticedBy: { ...(cfnLint && { 'cfn-lint': cfnLint }), ...(plugin && { CloudFormationValidatePlugin: plugin }) },
});
const egress = (rule: object): [Path, unknown] => [properties('SiteSecurityGroup', 'SecurityGroupEgress'), [rule]];
const container = (...rest: Path) => properties('SiteTaskDefinition', 'ContainerDefinitions', 0, ...rest);
const statement = (...rest: Path) => properties('SitePullPolicy', 'PolicyDocument', 'Statement', 0, ...rest);
const much = Array.from({ length: 50 }, (_, index) => ({ Name: `V${index}`, Value: 'x'.repeat(4096) }));

/** What the judges notice when it is put into a template of ours. */
export const brokenTemplates: Readonly<Record<string, Broken>> = {
  'a property that does not exist': at('foundation', properties('Vpc', 'CidrBlok'), '10.0.0.0/16', 'E3002', 'F3002'),
  'a text where a number belongs': at('foundation', properties('SiteLogGroup', 'RetentionInDays'), 'a week', 'E3012', 'F3012'),
  'a retention CloudWatch Logs does not have': at(
    'foundation',
    properties('SiteLogGroup', 'RetentionInDays'),
    8,
    'E3030',
    'W3030',
  ),
  'a Ref to a resource that does not exist': at(
    'foundation',
    properties('NatSubnet1', 'VpcId'),
    { Ref: 'Net' },
    'E1020',
    'F1020',
  ),
  'an attribute the resource does not have': at(
    'foundation',
    ['Outputs', 'ClusterName', 'Value'],
    { 'Fn::GetAtt': ['Cluster', 'Name'] },
    'E6101',
    'F6101',
  ),
  'a security group rule for no network': at('foundation', ...egress({ IpProtocol: '-1', CidrIp: '0.0.0.0/33' }), 'E3002'),
  'a Fargate task with impossible cpu and memory': at(
    'services',
    properties('SiteTaskDefinition', 'Memory'),
    '4096',
    'E3047',
    'E3047',
  ),
  'a circle of dependencies': at('foundation', ['Resources', 'Vpc', 'DependsOn'], 'NatSubnet1', 'E3004', 'F3004'),
  'a subnet outside its network': at('foundation', properties('NatSubnet1', 'CidrBlock'), '10.9.0.0/20', 'E3059', 'E3059'),
  'two subnets on one another': at('foundation', properties('NatSubnet1', 'CidrBlock'), '10.0.80.0/20', 'E3060', 'E3060'),
  'an action IAM does not have': at('foundation', statement('Action'), ['ecr:BatchGetImages'], 'W3037'),
  'a container without image': at('services', container('Image'), undefined, 'E3003', 'F3003'),
  'a template larger than CloudFormation takes': at(
    'foundation',
    ['Resources', 'Cluster', 'Metadata'],
    { x: 'x'.repeat(1_000_000) },
    'E1002',
  ),
};

/** What neither of them notices, although AWS would refuse it or it would not work. */
export const blindSpots: Readonly<Record<string, Broken>> = {
  'a security group rule with a protocol that does not exist': at(
    'foundation',
    ...egress({ IpProtocol: 'tpc', CidrIp: '0.0.0.0/0' }),
  ),
  'a security group rule with port 70000': at(
    'foundation',
    ...egress({ IpProtocol: 'tcp', FromPort: 1, ToPort: 70_000, CidrIp: '0.0.0.0/0' }),
  ),
  'a default route that does not wait for its gateway': at(
    'foundation',
    ['Resources', 'PublicDefaultRoute', 'DependsOn'],
    undefined,
  ),
  'a NAT gateway in a subnet that has no way out': at('foundation', properties('NatGateway1', 'SubnetId'), { Ref: 'NatSubnet1' }),
  'a log option the driver does not know': at('services', container('LogConfiguration', 'Options', 'mode'), 'never-blocking'),
  'a task definition larger than the 64 KiB ECS takes': at('services', container('Environment'), much),
};

/** The template with its one defect. */
export function breakTemplate({ stack, path, value }: Broken): unknown {
  const rendered = JSON.parse(readFileSync(golden, 'utf8')) as Rendered;
  return changed(rendered[stack]?.template, path, value);
}

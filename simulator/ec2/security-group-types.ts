import { isDeepStrictEqual } from 'node:util';
import { handlerError, type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import { parseCidr } from './cidr.ts';
import type { Permission } from './ec2-state.ts';
import { ec2Error, ec2Id, ec2State, ec2Tags, requireThing } from './ec2-things.ts';

type Direction = 'ingress' | 'egress';
type RuleProperties = Readonly<Record<string, unknown>>;

const everywhere: Permission = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };
const ruleProperties = ['IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'Description'];
const sources = {
  ingress: ['SourceSecurityGroupId', 'SourcePrefixListId'],
  egress: ['DestinationSecurityGroupId', 'DestinationPrefixListId'],
} as const;

const securityGroup: PlainType = {
  type: 'AWS::EC2::SecurityGroup',
  properties: ['GroupDescription', 'GroupName', 'VpcId', 'SecurityGroupIngress', 'SecurityGroupEgress', 'Tags'],
  required: ['GroupDescription'],
  createOnly: ['GroupDescription', 'GroupName', 'VpcId'],
  // The CloudFormation user guide's own example shows 8 s.
  create: [5, 9],
  make(request, context) {
    const { vpcs, securityGroups } = ec2State(context);
    const { VpcId } = requireThing(context, vpcs, 'vpc', request.properties.VpcId);
    const generated = `${request.stackName}-${request.logicalId}-${context.id(12)}`;
    const GroupName = String(request.properties.GroupName ?? generated);
    if (GroupName.startsWith('sg-')) throw ec2Error(context, 'InvalidRequest', `Invalid group name ${GroupName}`);
    if (Object.values(securityGroups).some((other) => other.VpcId === VpcId && other.GroupName === GroupName))
      throw ec2Error(context, 'AlreadyExists', `The security group '${GroupName}' already exists for VPC '${VpcId}'`);
    const egress = inlineRules(request, 'egress', VpcId, context);
    // A group nobody gave a rule for the way out may reach everything.
    const rules = {
      ingress: unique(inlineRules(request, 'ingress', VpcId, context)),
      egress: egress.length === 0 ? [everywhere] : unique(egress),
    };
    const GroupId = ec2Id(context, 'sg');
    const Description = String(request.properties.GroupDescription);
    securityGroups[GroupId] = { GroupId, GroupName, Description, VpcId, ...rules, Tags: ec2Tags(request) };
    return GroupId;
  },
  change(request, context) {
    const group = requireThing(context, ec2State(context).securityGroups, 'security group', request.physicalId);
    for (const direction of ['ingress', 'egress'] as const) {
      const old = inlineRules({ ...request, properties: request.previous }, direction, group.VpcId, context);
      const next = inlineRules(request, direction, group.VpcId, context);
      // The first rules of its own take the rule for everything with them; taking them away again does not bring it back.
      const revoked = direction === 'egress' && old.length === 0 && next.length > 0 ? [everywhere] : old;
      // A rule written twice is one rule; one of the two taken away takes it (cloudformation-coverage-roadmap#1534).
      const removed = minus(revoked, next);
      const kept = group[direction].filter((rule) => !isIn(removed, rule));
      group[direction] = unique([...kept, ...minus(next, revoked)]);
    }
    group.Tags = ec2Tags(request);
  },
  remove(id, _request, context) {
    const { securityGroups, networkInterfaces } = ec2State(context);
    const used = Object.values(networkInterfaces).some(({ groups }) => groups.includes(id));
    const referred = Object.values(securityGroups).some(
      (group) => group.GroupId !== id && [...group.ingress, ...group.egress].some(({ GroupId }) => GroupId === id),
    );
    if (used || referred)
      throw ec2Error(context, 'InvalidRequest', `resource ${id} has a dependent object`, 'DependencyViolation');
    delete securityGroups[id];
  },
  deletePatience: 420,
  attributes: (id, context) => ({ GroupId: id, Id: id, VpcId: ec2State(context).securityGroups[id]?.VpcId ?? '' }),
};

/** A rule that is a resource of its own; it is found again by what it says. */
function standaloneRule(direction: Direction): PlainType {
  const groupOf = (request: ResourceRequest, context: Context) =>
    requireThing(context, ec2State(context).securityGroups, 'security group', request.properties.GroupId);
  return {
    type: direction === 'ingress' ? 'AWS::EC2::SecurityGroupIngress' : 'AWS::EC2::SecurityGroupEgress',
    properties: ['GroupId', ...ruleProperties, ...sources[direction]],
    required: ['IpProtocol'],
    createOnly: ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', ...sources[direction]],
    create: [1, 3],
    make(request, context) {
      const group = groupOf(request, context);
      const rule = ruleOf(request.properties, direction, group.VpcId, context);
      // CloudFormation takes the rule for everything away when it adds another (aws-cdk#987), whoever wrote it.
      if (direction === 'egress' && !isDeepStrictEqual(rule, everywhere) && !context.knob('ec2.default-egress-stays'))
        group.egress = group.egress.filter((other) => !isDeepStrictEqual(other, everywhere));
      if (group[direction].some((other) => isDeepStrictEqual(other, rule)))
        throw ec2Error(
          context,
          'AlreadyExists',
          `the specified rule "${shown(rule)}, ALLOW" already exists`,
          'InvalidPermission.Duplicate',
        );
      group[direction].push(rule);
      return ec2Id(context, 'sgr');
    },
    remove(_id, request, context) {
      const group = ec2State(context).securityGroups[String(request.properties.GroupId)];
      if (!group) return;
      const rule = ruleOf(request.properties, direction, group.VpcId, context, false);
      group[direction] = group[direction].filter((other) => !isDeepStrictEqual(other, rule));
    },
    attributes: (id) => ({ Id: id }),
  };
}

function inlineRules(request: ResourceRequest, direction: Direction, vpcId: string, context: Context): Permission[] {
  const written = request.properties[direction === 'ingress' ? 'SecurityGroupIngress' : 'SecurityGroupEgress'] ?? [];
  const rules = [written].flat() as RuleProperties[];
  return rules.map((rule) => {
    const strange = Object.keys(rule).find(
      (name) => !ruleProperties.includes(name) && !sources[direction].some((s) => s === name),
    );
    if (strange !== undefined)
      throw handlerError(
        'InvalidRequest',
        `Properties validation failed for resource ${request.logicalId} with message:\n#: extraneous key [${strange}] is not permitted`,
      );
    return ruleOf(rule, direction, vpcId, context);
  });
}

function ruleOf(rule: RuleProperties, direction: Direction, vpcId: string, context: Context, checked = true): Permission {
  const [groupKey, listKey] = sources[direction];
  const protocol = String(rule.IpProtocol);
  const { CidrIp } = rule;
  const group = rule[groupKey];
  const list = rule[listKey];
  const peers = [CidrIp, group, list].filter((peer) => peer !== undefined);
  if (checked && peers.length !== 1)
    throw ec2Error(context, 'InvalidRequest', 'Exactly one of CidrIp, a security group and a prefix list must be specified');
  if (checked && CidrIp !== undefined && !parseCidr(String(CidrIp)))
    throw ec2Error(context, 'InvalidRequest', `CIDR block ${String(CidrIp)} is malformed`);
  if (checked && group !== undefined) {
    const { VpcId } = requireThing(context, ec2State(context).securityGroups, 'security group', group);
    if (VpcId !== vpcId)
      throw ec2Error(context, 'NotFound', 'You have specified two resources that belong to different networks.');
  }
  const ports = protocol !== '-1' && rule.FromPort !== undefined;
  if (checked && protocol !== '-1' && (rule.FromPort === undefined || rule.ToPort === undefined))
    throw ec2Error(context, 'InvalidRequest', `Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`);
  return {
    IpProtocol: protocol,
    ...(ports && { FromPort: Number(rule.FromPort), ToPort: Number(rule.ToPort) }),
    ...(CidrIp !== undefined && { CidrIp: String(CidrIp) }),
    ...(group !== undefined && { GroupId: String(group) }),
    ...(list !== undefined && { PrefixListId: String(list) }),
  };
}

const isIn = (rules: readonly Permission[], rule: Permission) => rules.some((other) => isDeepStrictEqual(rule, other));
const unique = (rules: readonly Permission[]) => rules.filter((rule, at) => !isIn(rules.slice(0, at), rule));

/** The rules less those of the second list, each taking away one. */
function minus(rules: readonly Permission[], others: readonly Permission[]): Permission[] {
  const left = [...others];
  return rules.filter((rule) => {
    const at = left.findIndex((other) => isDeepStrictEqual(rule, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** As EC2 writes a rule in its errors. */
function shown({ CidrIp, GroupId, PrefixListId, IpProtocol, FromPort, ToPort }: Permission): string {
  const peer = `peer: ${CidrIp ?? GroupId ?? PrefixListId}`;
  if (IpProtocol === '-1') return `${peer}, ALL`;
  return `${peer}, ${IpProtocol.toUpperCase()}, from port: ${FromPort}, to port: ${ToPort}`;
}

export const securityGroupTypes: readonly ResourceType[] = [
  securityGroup,
  standaloneRule('ingress'),
  standaloneRule('egress'),
].map(plainResourceType);

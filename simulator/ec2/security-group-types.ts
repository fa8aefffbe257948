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
    const rules = { ingress: inlineRules(request, 'ingress', context), egress: inlineRules(request, 'egress', context) };
    const GroupId = ec2Id(context, 'sg');
    const Description = String(request.properties.GroupDescription);
    securityGroups[GroupId] = { GroupId, GroupName, Description, VpcId, ...rules, Tags: ec2Tags(request) };
    return GroupId;
  },
  change(request, context) {
    const group = requireThing(context, ec2State(context).securityGroups, 'security group', request.physicalId);
    for (const direction of ['ingress', 'egress'] as const) {
      const old = inlineRules({ ...request, properties: request.previous }, direction, context);
      const kept = group[direction].filter((rule) => !old.some((other) => isDeepStrictEqual(rule, other)));
      group[direction] = [...kept, ...inlineRules(request, direction, context)];
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
      const rule = ruleOf(request.properties, direction, context);
      if (group[direction].some((other) => isDeepStrictEqual(other, rule)))
        throw ec2Error(
          context,
          'AlreadyExists',
          `the specified rule "peer: ${rule.CidrIp ?? rule.GroupId ?? rule.PrefixListId}, ${rule.IpProtocol.toUpperCase()}, from port: ${rule.FromPort}, to port: ${rule.ToPort}, ALLOW" already exists`,
        );
      group[direction].push(rule);
      return ec2Id(context, 'sgr');
    },
    remove(_id, request, context) {
      const group = ec2State(context).securityGroups[String(request.properties.GroupId)];
      if (!group) return;
      const rule = ruleOf(request.properties, direction, context, false);
      group[direction] = group[direction].filter((other) => !isDeepStrictEqual(other, rule));
    },
    attributes: (id) => ({ Id: id }),
  };
}

/** A group without egress of its own may reach everything. */
function inlineRules(request: ResourceRequest, direction: Direction, context: Context): Permission[] {
  const written = request.properties[direction === 'ingress' ? 'SecurityGroupIngress' : 'SecurityGroupEgress'] ?? [];
  const rules = [written].flat() as RuleProperties[];
  if (direction === 'egress' && rules.length === 0) return [everywhere];
  return rules.map((rule) => {
    const strange = Object.keys(rule).find(
      (name) => !ruleProperties.includes(name) && !sources[direction].some((s) => s === name),
    );
    if (strange !== undefined)
      throw handlerError(
        'InvalidRequest',
        `Properties validation failed for resource ${request.logicalId} with message:\n#: extraneous key [${strange}] is not permitted`,
      );
    return ruleOf(rule, direction, context);
  });
}

function ruleOf(rule: RuleProperties, direction: Direction, context: Context, checked = true): Permission {
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
  if (checked && group !== undefined) requireThing(context, ec2State(context).securityGroups, 'security group', group);
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

export const securityGroupTypes: readonly ResourceType[] = [
  securityGroup,
  standaloneRule('ingress'),
  standaloneRule('egress'),
].map(plainResourceType);

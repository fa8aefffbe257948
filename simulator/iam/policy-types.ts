import { generatedName } from '../cloudformation/generated-name.ts';
import { type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import type { IamRole } from './iam-state.ts';
import { iamError, iamState, policyDocument } from './role-types.ts';

function roleOf(name: unknown, context: Context): IamRole {
  const role = iamState(context).roles[String(name)];
  if (!role) throw iamError(context, 'NotFound', `The role with name ${String(name)} cannot be found.`);
  return role;
}

const rolesOf = (properties: Readonly<Record<string, unknown>>) =>
  [properties.Roles ?? properties.RoleName ?? []].flat().map(String);

function put(request: ResourceRequest, context: Context): void {
  const document = policyDocument(request.properties.PolicyDocument, context);
  for (const name of rolesOf(request.properties))
    roleOf(name, context).policies[String(request.properties.PolicyName)] = document;
}

function take(properties: Readonly<Record<string, unknown>>, context: Context): void {
  for (const name of rolesOf(properties)) delete iamState(context).roles[name]?.policies[String(properties.PolicyName)];
}

/** An inline policy that is a resource of its own; `AWS::IAM::Policy` puts it on several roles. */
function inlinePolicy(type: string, properties: readonly string[], createOnly: readonly string[]): PlainType {
  return {
    type,
    properties,
    required: type === 'AWS::IAM::Policy' ? ['PolicyName', 'PolicyDocument'] : ['PolicyName', 'RoleName'],
    createOnly,
    create: [10, 20],
    update: [10, 20],
    make(request, context) {
      if (rolesOf(request.properties).length === 0)
        throw iamError(context, 'InvalidRequest', 'At least one of [Groups,Roles,Users] must be non-empty.');
      put(request, context);
      if (type === 'AWS::IAM::RolePolicy')
        return `${String(request.properties.PolicyName)}|${String(request.properties.RoleName)}`;
      return generatedName(request, context);
    },
    change(request, context) {
      take(request.previous, context);
      put(request, context);
    },
    remove: (_id, request, context) => take(request.properties, context),
    attributes: (id): Record<string, string> => (type === 'AWS::IAM::Policy' ? { Id: id } : {}),
  };
}

const managedPolicy: PlainType = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'],
  required: ['PolicyDocument'],
  createOnly: ['Description', 'ManagedPolicyName', 'Path'],
  create: [15, 20],
  update: [10, 20],
  make(request, context) {
    const { managedPolicies } = iamState(context);
    const { Path = '/', PolicyDocument, ManagedPolicyName } = request.properties;
    const PolicyName = String(ManagedPolicyName ?? generatedName(request, context, 128));
    const Arn = `arn:${context.partition}:iam::${context.account}:policy${String(Path)}${PolicyName}`;
    if (Object.values(managedPolicies).some((other) => other.PolicyName === PolicyName))
      throw iamError(context, 'AlreadyExists', `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`);
    managedPolicies[Arn] = { Arn, PolicyName, document: policyDocument(PolicyDocument, context) };
    for (const name of rolesOf(request.properties)) roleOf(name, context).managedPolicyArns.push(Arn);
    return Arn;
  },
  change(request, context) {
    const made = iamState(context).managedPolicies[request.physicalId];
    if (!made) throw iamError(context, 'NotFound', `Policy ${request.physicalId} was not found.`);
    made.document = policyDocument(request.properties.PolicyDocument, context);
    detach(request.physicalId, rolesOf(request.previous), context);
    for (const name of rolesOf(request.properties)) roleOf(name, context).managedPolicyArns.push(request.physicalId);
  },
  remove(id, request, context) {
    const { roles, managedPolicies } = iamState(context);
    const mine = rolesOf(request.properties);
    if (
      Object.values(roles).some(({ RoleName, managedPolicyArns }) => managedPolicyArns.includes(id) && !mine.includes(RoleName))
    )
      throw iamError(context, 'InvalidRequest', 'Cannot delete a policy attached to entities.', 'DependencyViolation');
    detach(id, mine, context);
    delete managedPolicies[id];
  },
  attributes: (id) => ({ PolicyArn: id }),
};

function detach(arn: string, names: readonly string[], context: Context): void {
  for (const name of names) {
    const role = iamState(context).roles[name];
    if (role) role.managedPolicyArns = role.managedPolicyArns.filter((other) => other !== arn);
  }
}

export const policyTypes: readonly ResourceType[] = [
  inlinePolicy('AWS::IAM::Policy', ['PolicyName', 'PolicyDocument', 'Roles'], []),
  inlinePolicy('AWS::IAM::RolePolicy', ['PolicyName', 'PolicyDocument', 'RoleName'], ['PolicyName', 'RoleName']),
  managedPolicy,
].map(plainResourceType);

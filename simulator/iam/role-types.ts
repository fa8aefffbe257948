import { generatedName } from '../cloudformation/generated-name.ts';
import { handlerError, type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import type { IamRole, IamState, PolicyDocument } from './iam-state.ts';

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** A role takes 15–20 s to make and about 10 s more to be known everywhere. */
const propagation = 30;

export function iamState(context: Context): IamState {
  return context.state<IamState>('IAM');
}

export function iamError(context: Context, handlerErrorCode: string, message: string, code?: string): Error {
  const details = `(Service: Iam, Status Code: ${handlerErrorCode === 'NotFound' ? 404 : 409}, Request ID: ${context.uuid()})`;
  return handlerError(handlerErrorCode, `${message} ${details}`, code);
}

/** Refuses what IAM calls a malformed document. */
export function policyDocument(value: unknown, context: Context): PolicyDocument {
  const document = value as PolicyDocument | undefined;
  const statements = [document?.Statement ?? []].flat();
  if (statements.length === 0 || statements.some(({ Effect }) => Effect !== 'Allow' && Effect !== 'Deny'))
    throw iamError(context, 'InvalidRequest', 'Syntax errors in policy.');
  return structuredClone(document) as PolicyDocument;
}

function refuseUnknownPolicies(arns: readonly string[], context: Context): void {
  const known = (arn: string) => /^arn:[^:]+:iam::aws:policy\//.test(arn) || arn in iamState(context).managedPolicies;
  const strange = arns.find((arn) => !known(arn));
  if (strange !== undefined) throw iamError(context, 'NotFound', `Policy ${strange} does not exist or is not attachable.`);
}

function described(request: ResourceRequest, context: Context) {
  const { properties } = request;
  const { Path = '/', Description, MaxSessionDuration = 3600, PermissionsBoundary } = properties;
  const managedPolicyArns = [properties.ManagedPolicyArns ?? []].flat().map(String);
  refuseUnknownPolicies(managedPolicyArns, context);
  if (PermissionsBoundary !== undefined && !/^arn:[^:]+:iam::(\d{12}|aws):policy\//.test(String(PermissionsBoundary)))
    throw iamError(context, 'InvalidRequest', `Scope ARN: ${String(PermissionsBoundary)} does not exist or is not attachable.`);
  if (!/^\/(.+\/)?$/.test(String(Path)))
    throw iamError(context, 'InvalidRequest', 'The specified value for path is invalid. It must begin and end with / ');
  const inline = [properties.Policies ?? []].flat() as { PolicyName: string; PolicyDocument: unknown }[];
  return {
    Path: String(Path),
    MaxSessionDuration: Number(MaxSessionDuration),
    trust: policyDocument(properties.AssumeRolePolicyDocument, context),
    managedPolicyArns,
    policies: Object.fromEntries(
      inline.map(({ PolicyName, PolicyDocument: text }) => [PolicyName, policyDocument(text, context)]),
    ),
    tags: { ...request.tags },
    ...(Description !== undefined && { Description: String(Description) }),
    ...(PermissionsBoundary !== undefined && { permissionsBoundary: String(PermissionsBoundary) }),
  };
}

const role: PlainType = {
  type: 'AWS::IAM::Role',
  properties: [
    ...['AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'MaxSessionDuration', 'Path', 'PermissionsBoundary'],
    ...['Policies', 'RoleName', 'Tags'],
  ],
  required: ['AssumeRolePolicyDocument'],
  createOnly: ['Path', 'RoleName'],
  create: [15, 20],
  update: [10, 20],
  make(request, context) {
    const { roles } = iamState(context);
    const RoleName = String(request.properties.RoleName ?? generatedName(request, context, 64));
    if (RoleName.length > 64) throw iamError(context, 'InvalidRequest', `roleName must have length less than or equal to 64`);
    if (RoleName in roles) throw iamError(context, 'AlreadyExists', `Role with name ${RoleName} already exists.`);
    const made = described(request, context);
    roles[RoleName] = {
      ...made,
      RoleName,
      RoleId: `AROA${context.id(17, capitals)}`,
      Arn: `arn:${context.partition}:iam::${context.account}:role${made.Path}${RoleName}`,
      createdAt: context.now(),
      youngUntil: context.now() + propagation * 1000,
    };
    return RoleName;
  },
  change(request, context) {
    const { roles } = iamState(context);
    const made = roles[request.physicalId];
    if (!made) throw iamError(context, 'NotFound', `The role with name ${request.physicalId} cannot be found.`);
    const inline = [request.previous.Policies ?? []].flat() as { PolicyName: string }[];
    const mine = new Set(inline.map(({ PolicyName }) => PolicyName));
    // Policies other resources put on the role stay.
    const others = Object.fromEntries(Object.entries(made.policies).filter(([name]) => !mine.has(name)));
    const next = described(request, context);
    const { permissionsBoundary: _boundary, Description: _description, ...kept } = made;
    roles[request.physicalId] = { ...kept, ...next, policies: { ...others, ...next.policies } } satisfies IamRole;
  },
  remove(id, request, context) {
    const { roles, instanceProfiles = {} } = iamState(context);
    const made = roles[id];
    if (!made) return;
    if (Object.values(instanceProfiles).some((profile) => profile.roles.includes(id)))
      throw iamError(context, 'InvalidRequest', 'Cannot delete entity, must remove roles from instance profile first.');
    const own = [request.properties.Policies ?? []].flat() as { PolicyName: string }[];
    const foreign = Object.keys(made.policies).filter((name) => !own.some(({ PolicyName }) => PolicyName === name));
    if (foreign.length > 0)
      throw iamError(context, 'InvalidRequest', 'Cannot delete entity, must delete policies first.', 'DependencyViolation');
    delete roles[id];
  },
  attributes(id, context) {
    const { Arn = '', RoleId = '' } = iamState(context).roles[id] ?? {};
    return { Arn, RoleId };
  },
};

export const roleTypes: readonly ResourceType[] = [plainResourceType(role)];

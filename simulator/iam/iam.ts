import { awsError } from '../aws-error.ts';
import type { Context, Service } from '../service.ts';
import type { IamRole, IamState, PolicyDocument } from './iam-state.ts';

/** How likely one assume fails while the role is young (first assume within ~10 s may fail). */
const youngFailure = 0.5;

export const iam: Service = {
  name: 'IAM',
  empty: (): IamState => ({ roles: {}, managedPolicies: {}, instanceProfiles: {} }),
  operations: {
    GetRole: ({ RoleName }: { RoleName: string }, context) => ({ Role: shown(requireRole(context, RoleName)) }),
    ListRolePolicies: ({ RoleName }: { RoleName: string }, context) => {
      return { PolicyNames: Object.keys(requireRole(context, RoleName).policies), IsTruncated: false };
    },
    ListAttachedRolePolicies: ({ RoleName }: { RoleName: string }, context) => {
      const attached = requireRole(context, RoleName).managedPolicyArns;
      const AttachedPolicies = attached.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) }));
      return { AttachedPolicies, IsTruncated: false };
    },
    GetRolePolicy: ({ RoleName, PolicyName }: { RoleName: string; PolicyName: string }, context) => {
      const document = requireRole(context, RoleName).policies[PolicyName];
      if (!document) throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
      return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(JSON.stringify(document)) };
    },
    DescribeRoleForService: ({ RoleName, RoleArn }: { RoleName?: string; RoleArn?: string }, context) => {
      const role = RoleArn === undefined ? requireRole(context, RoleName ?? '') : roleByArn(context, RoleArn);
      if (!role) throw noSuchEntity(`The role with name ${RoleArn} cannot be found.`);
      return structuredClone(role);
    },
    Assume: assume,
  },
  timers: {},
};

/** What another service does before it works for somebody: refused without trust, and now and then while the role is young. */
function assume({ RoleArn, Service: service }: { RoleArn: string; Service: string }, context: Context): object {
  const role = roleByArn(context, RoleArn);
  const trusted = role !== undefined && trusts(role.trust, service);
  const propagated = trusted && (context.now() >= role.youngUntil || context.random() >= youngFailure);
  if (!propagated)
    throw awsError('AccessDenied', `${service} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`, {
      statusCode: 403,
    });
  return { RoleArn, RoleName: role.RoleName };
}

function trusts({ Statement }: PolicyDocument, service: string): boolean {
  const statements = [Statement].flat().filter(({ Principal, Action }) => {
    const services = typeof Principal === 'object' ? [Principal.Service ?? []].flat() : [Principal ?? ''];
    const actions = [Action ?? []].flat();
    return (
      (services.includes(service) || services.includes('*')) &&
      actions.some((action) => /^(sts:AssumeRole|sts:\*|\*)$/.test(action))
    );
  });
  return statements.some(({ Effect }) => Effect === 'Allow') && !statements.some(({ Effect }) => Effect === 'Deny');
}

function roleByArn(context: Context, arn: string): IamRole | undefined {
  return Object.values(context.state<IamState>('IAM').roles).find(({ Arn }) => Arn === arn);
}

function requireRole(context: Context, name: string): IamRole {
  const role = context.state<IamState>('IAM').roles[name];
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

function noSuchEntity(message: string): Error {
  return awsError('NoSuchEntityException', message, { statusCode: 404 });
}

function shown(role: IamRole): object {
  const { RoleName, RoleId, Arn, Path, Description, MaxSessionDuration, permissionsBoundary } = role;
  return {
    ...{ RoleName, RoleId, Arn, Path, MaxSessionDuration },
    ...(Description !== undefined && { Description }),
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trust)),
    ...(permissionsBoundary !== undefined && {
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: permissionsBoundary },
    }),
    Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

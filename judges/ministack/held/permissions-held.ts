import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListEntitiesForPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Describe } from './describe.ts';

/** Roles and what they may. IAM answers documents in percent-encoding. */
export const permissionsHeld: Readonly<Record<string, Describe>> = {
  'AWS::IAM::Role': async ({ connect }, RoleName) => {
    const { Role } = await connect(IAMClient).send(new GetRoleCommand({ RoleName }));
    return { AssumeRolePolicyDocument: documentOf(Role?.AssumeRolePolicyDocument) };
  },
  'AWS::IAM::Policy': async ({ connect }, _id, { PolicyName, Roles }) => {
    const [RoleName] = Roles as readonly string[];
    const names = { PolicyName: String(PolicyName), RoleName };
    const { PolicyDocument } = await connect(IAMClient).send(new GetRolePolicyCommand(names));
    return { PolicyName, Roles, PolicyDocument: documentOf(PolicyDocument) };
  },
  'AWS::IAM::ManagedPolicy': async ({ connect }, PolicyArn) => {
    const { Policy } = await connect(IAMClient).send(new GetPolicyCommand({ PolicyArn }));
    const which = { PolicyArn, VersionId: Policy?.DefaultVersionId };
    const { PolicyVersion } = await connect(IAMClient).send(new GetPolicyVersionCommand(which));
    const { PolicyRoles = [] } = await connect(IAMClient).send(new ListEntitiesForPolicyCommand({ PolicyArn }));
    const { Description = '', Path } = Policy ?? {};
    const Roles = PolicyRoles.map(({ RoleName }) => RoleName);
    return { Description, Path, Roles, PolicyDocument: documentOf(PolicyVersion?.Document) };
  },
};

const documentOf = (text = '{}'): unknown => JSON.parse(decodeURIComponent(text));

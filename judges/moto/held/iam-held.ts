import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { Describer } from './describer.ts';
import { templateTags } from './template-tags.ts';

/** Roles and what they may do, asked of IAM. */
export const iamHeld: Readonly<Record<string, Describer>> = {
  'AWS::IAM::Role': {
    async describe(moto, RoleName) {
      const iam = moto(IAMClient);
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
      return (
        Role && {
          properties: {
            Path: Role.Path,
            AssumeRolePolicyDocument: documentOf(Role.AssumeRolePolicyDocument),
            PermissionsBoundary: Role.PermissionsBoundary?.PermissionsBoundaryArn,
            ManagedPolicyArns: AttachedPolicies.length > 0 ? AttachedPolicies.map((one) => one.PolicyArn) : undefined,
            Tags: templateTags(Role.Tags),
          },
          attributes: { Arn: Role.Arn },
        }
      );
    },
    unasked: ['ManagedPolicyArns', 'PermissionsBoundary'],
  },
  'AWS::IAM::RolePolicy': {
    async describe(moto, _id, wanted) {
      const [RoleName, PolicyName] = [String(wanted.RoleName), String(wanted.PolicyName)];
      const held = await moto(IAMClient).send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return {
        properties: { RoleName: held.RoleName, PolicyName: held.PolicyName, PolicyDocument: documentOf(held.PolicyDocument) },
      };
    },
    loses: { '': { because: 'CloudFormation does not know the type and passes over it' } },
  },
};

/** IAM gives documents URL-encoded. */
const documentOf = (text: string | undefined): unknown => (text ? JSON.parse(decodeURIComponent(text)) : undefined);

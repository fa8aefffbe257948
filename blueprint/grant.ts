import { type CfnRole, CfnRolePolicy } from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib/core';

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: object;
}

/** One need, one policy resource: a need comes and goes without an update of the role itself. */
export function grant(stack: Stack, id: string, role: CfnRole, statements: readonly Statement[]): void {
  new CfnRolePolicy(stack, id, {
    policyName: id,
    roleName: role.ref,
    policyDocument: { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) },
  });
}

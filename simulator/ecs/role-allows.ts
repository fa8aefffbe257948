import type { IamRole, IamState, PolicyDocument } from '../iam/iam-state.ts';
import type { Context } from '../service.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { type AskedOf, statementCovers } from './statement-covers.ts';

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly because: string };

/**
 * Whether a role may do one thing: no explicit Deny anywhere, an Allow in a policy of its own, and one in its boundary
 * (IAM user guide, "Policy evaluation logic"). A boundary this region does not hold forbids nothing. The reasons are IAM's
 * ("Troubleshoot access denied error messages").
 */
export function roleAllows(roleArn: string | null, asked: AskedOf, context: Context): Verdict {
  const { roles = {}, managedPolicies = {} } = context.state<Partial<IamState>>('IAM');
  const role = Object.values(roles).find(({ Arn }) => Arn === roleArn);
  const lacking = (what: string): Verdict => ({
    allowed: false,
    because: `because no ${what} allows the ${asked.action} action`,
  });
  if (!role) return lacking('identity-based policy');
  const held = (arn: string) => managedPolicies[arn]?.document ?? awsManagedPolicies[arn.replace(/^arn:[^:]+:iam::aws:/, '')];
  const own = [...Object.values(role.policies), ...role.managedPolicyArns.flatMap((arn) => held(arn) ?? [])];
  const boundary = role.permissionsBoundary === undefined ? undefined : held(role.permissionsBoundary);
  if (own.some((document) => says('Deny', document, role, asked)))
    return { allowed: false, because: 'with an explicit deny in an identity-based policy' };
  if (boundary && says('Deny', boundary, role, asked))
    return { allowed: false, because: 'with an explicit deny in a permissions boundary' };
  if (!own.some((document) => says('Allow', document, role, asked))) return lacking('identity-based policy');
  if (boundary && !says('Allow', boundary, role, asked)) return lacking('permissions boundary');
  return { allowed: true };
}

const says = (effect: 'Allow' | 'Deny', document: PolicyDocument, role: IamRole, asked: AskedOf) =>
  [document.Statement].flat().some((statement) => statement.Effect === effect && statementCovers(statement, role.tags, asked));

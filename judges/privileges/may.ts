import { runSimulation } from '@cloud-copilot/iam-simulate';
import { place } from './place.ts';
import type { Request } from './request.ts';
import type { Role, Statement } from './role.ts';

/** What iam-simulate says. A question it cannot take (an action that does not exist, a resource of another kind) is an error. */
export type Answer = { readonly allowed: boolean; readonly ignored: readonly string[] } | { readonly error: string };

/**
 * Asks as IAM would: policies and boundary must both allow. Where we do not know a resource's random end, it is a `*`, and
 * the answer holds for every resource of that pattern.
 */
export function may(role: Role, request: Request): Promise<Answer> {
  const answers = answered.get(role) ?? new Map<string, Promise<Answer>>();
  answered.set(role, answers);
  const key = JSON.stringify([request.action, request.resource, request.context]);
  const answer = answers.get(key) ?? simulate(role, request);
  answers.set(key, answer);
  return answer;
}

/** A defect leaves most roles as they were, and what was said of them holds. */
const answered = new WeakMap<Role, Map<string, Promise<Answer>>>();

async function simulate(role: Role, { action, resource: asked, context = {} }: Request): Promise<Answer> {
  const resource = withAccount(asked);
  const principalTags = Object.entries(role.tags ?? {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, value] as const);
  const result = await runSimulation(
    {
      request: {
        principal: role.arn,
        action,
        resource: { resource, accountId: place.account },
        contextVariables: { ...Object.fromEntries(principalTags), ...context },
      },
      identityPolicies: [policy('policies', role.statements)],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      // Under the policy every key has from the beginning, which leaves it to IAM.
      ...(action.startsWith('kms:') && { resourcePolicy: defaultKeyPolicy }),
      ...(role.boundary && { permissionBoundaryPolicies: [policy('boundary', role.boundary)] }),
    },
    {},
  );
  if (result.resultType === 'error') return { error: JSON.stringify(result.errors) };
  const details = result.resultType === 'single' ? [result.result] : result.results;
  const ignored = details.flatMap(({ ignoredContextKeys }) => ignoredContextKeys ?? []);
  return { allowed: result.overallResult === 'Allowed', ignored: [...new Set(ignored)] };
}

const policy = (name: string, statements: readonly Statement[]) => ({
  name,
  policy: { Version: '2012-10-17', Statement: JSON.parse(withAccount(JSON.stringify(statements))) as readonly Statement[] },
});

/** A parameter that AWS publishes has no account in its ARN, and iam-simulate then does not see that it is a parameter. */
const withAccount = (text: string) => text.replaceAll(/(:ssm:[a-z0-9-]+):(:parameter\/)/g, '$1:000000000000$2');

const defaultKeyPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:${place.partition}:iam::${place.account}:root` }, Action: 'kms:*', Resource: '*' },
  ],
};

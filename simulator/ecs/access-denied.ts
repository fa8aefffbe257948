import type { Context } from '../service.ts';
import type { Verdict } from './role-allows.ts';
import type { AskedOf } from './statement-covers.ts';

/** The sentence every service answers a role without permission with (copilot-cli#4504 has one in full). */
export function accessDenied(
  roleArn: string,
  session: string,
  { action, resource }: AskedOf,
  verdict: Verdict & { readonly allowed: false },
  context: Context,
): string {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const user = `arn:${context.partition}:sts::${context.account}:assumed-role/${role}/${session}`;
  return `AccessDeniedException: User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${verdict.because} status code: 400, request id: ${context.uuid()}`;
}

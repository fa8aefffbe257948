import { roleAllows } from '../ecs/role-allows.ts';
import type { IamState } from '../iam/iam-state.ts';
import type { Context } from '../service.ts';

/** What a build's service role may do. A world without its own IAM lets it do everything. */
export interface RoleOf {
  may(action: string, resource: string, resourceTags?: Readonly<Record<string, string>>): boolean;
}

export function roleOf(serviceRole: string, context: Context): RoleOf {
  const isKnown = Object.values(context.state<Partial<IamState>>('IAM').roles ?? {}).some(({ Arn }) => Arn === serviceRole);
  return {
    may: (action, resource, resourceTags) =>
      !isKnown || roleAllows(serviceRole, { action, resource, ...(resourceTags ? { resourceTags } : {}) }, context).allowed,
  };
}

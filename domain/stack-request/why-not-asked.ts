import type { ShownResource } from './shown-resource.ts';
import type { StackRequest } from './stack-request.ts';

const inProgress = { Create: 'CREATE_IN_PROGRESS', Update: 'UPDATE_IN_PROGRESS', Delete: 'DELETE_IN_PROGRESS' } as const;

/**
 * Why CloudFormation cannot have asked this just now; undefined: it may have. While a stack cleans up or rolls back it may show
 * the resource as it is by now, and not the one that goes; AWS writes nowhere which. So for a Delete it is enough that the stack
 * takes away something. What a Delete can take away is only what the same resource has made.
 */
export function whyNotAsked({ type }: Pick<StackRequest, 'type'>, resource: ShownResource | undefined): string | undefined {
  if (!resource) return 'there is no such resource';
  const { type: kind, status, stackStatus } = resource;
  if (!/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(kind)) return `the resource is a ${kind}`;
  if (status === inProgress[type]) return undefined;
  if (type === 'Delete' && /^DELETE_|ROLLBACK|CLEANUP/.test(stackStatus) && stackStatus.endsWith('_IN_PROGRESS'))
    return undefined;
  return `the resource is ${status}, its stack ${stackStatus}`;
}

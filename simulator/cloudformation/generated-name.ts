import type { Context } from '../service.ts';
import type { ResourceRequest } from './resource-type.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `<stack>-<logical id>-<12 characters>`, both names shortened when it would be longer than the service allows. */
export function generatedName(request: ResourceRequest, context: Context, longest = 255): string {
  const suffix = context.id(12, alphabet);
  const room = longest - suffix.length - 2;
  const logicalId = request.logicalId.slice(0, Math.max(Math.floor(room / 2), room - request.stackName.length));
  return `${request.stackName.slice(0, room - logicalId.length)}-${logicalId}-${suffix}`;
}

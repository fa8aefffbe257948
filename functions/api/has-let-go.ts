import type { Parents } from '../../cloud/parents.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { madeAs } from '../../domain/stack-request/made-as.ts';

/**
 * Whether the stack that made an environment has it no longer: it was deleted without its resources, or goes on with another.
 * While it works on anything, or could still turn back, it may come to have it again.
 */
export async function hasLetGo({ name, createdBy }: Environment, { parents }: { readonly parents: Parents }): Promise<boolean> {
  const [stackId = '', logicalId = ''] = createdBy.split('|');
  const shown = await parents.resource(stackId, logicalId);
  if (!shown || shown.status === 'DELETE_COMPLETE' || shown.status === 'DELETE_SKIPPED') return true;
  if (/_IN_PROGRESS$|^UPDATE_FAILED$|^UPDATE_ROLLBACK_FAILED$/.test(shown.stackStatus)) return false;
  return shown.stackStatus === 'DELETE_COMPLETE' || madeAs(createdBy, shown.physicalId ?? '')?.environment !== name;
}

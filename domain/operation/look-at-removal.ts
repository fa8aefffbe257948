import { attemptToken } from './attempt-key.ts';
import type { Look } from './look.ts';
import type { Attempt, Operation } from './operation.ts';
import type { StackView } from './stack-view.ts';

/** Deletes go on failing while ENIs and draining tasks let go; three tries, and the handlers inside each are patient. */
const most = 3;

/**
 * Is nothing left of the stack? `attempts` are those of this removal, in order. An update in progress is cancelled once and
 * waited for, because CloudFormation refuses to delete a stack that is being updated.
 */
export function lookAtRemoval(operation: Operation, attempts: readonly Attempt[], view: StackView): Look {
  const { status } = view;
  const deletes = attempts.filter((attempt) => attempt.action === 'delete');
  const last = deletes.at(-1);
  if (status === 'DELETE_IN_PROGRESS') return { state: 'RUNNING', detail: status };
  if (last && last.outcome === undefined && view.token !== attemptToken(operation.id, last) && !status.endsWith('_FAILED'))
    return { state: 'RUNNING', detail: 'accepted, not shown yet' };
  if (status === 'UPDATE_IN_PROGRESS')
    return attempts.some((attempt) => attempt.action === 'cancel-update')
      ? { state: 'WAIT', detail: status }
      : { state: 'START', action: 'cancel-update' };
  // A create in progress may be deleted at once; where CloudFormation refuses that, we wait for it to end.
  if (status.endsWith('_IN_PROGRESS') && (status !== 'CREATE_IN_PROGRESS' || last)) return { state: 'WAIT', detail: status };
  if (deletes.length >= most)
    return { state: 'FAILED', reason: `${view.name} is ${status} after ${most} deletes: ${view.reason ?? 'no reason given'}` };
  return { state: 'START', action: 'delete' };
}

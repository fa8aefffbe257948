import { attemptToken } from './attempt-key.ts';
import type { Look } from './look.ts';
import type { Attempt, Operation } from './operation.ts';
import type { StackView } from './stack-view.ts';

/** A read right after a call may be older than the call, by this much. */
const staleSeconds = 15;
/** Deletes go on failing while ENIs and draining tasks let go; three tries, and the handlers inside each are patient. */
const most = 3;

/**
 * Is nothing left of the stack? `attempts` are those of this removal, in order. An update in progress is cancelled once and
 * waited for, because CloudFormation refuses to delete a stack that is being updated.
 */
export function lookAtRemoval(operation: Operation, attempts: readonly Attempt[], view: StackView, now: number): Look {
  const { status } = view;
  const deletes = attempts.filter((attempt) => attempt.action === 'delete');
  const last = deletes.at(-1);
  const shown = (attempt: Attempt) => view.token === attemptToken(operation.id, attempt);
  if (status === 'DELETE_IN_PROGRESS') return { state: 'RUNNING', detail: status };
  // Written, and its call refused for now or never made: whoever wrote it may have died.
  const open = attempts.at(-1);
  if (open && open.outcome === undefined && open.acknowledgedAt === undefined && !shown(open))
    return { state: 'START', action: open.action, again: true };
  // DELETE_FAILED may be that of the delete before: counted as ours it would use up the tries in one go.
  const young = last?.acknowledgedAt !== undefined && now - Date.parse(last.acknowledgedAt) < staleSeconds * 1000;
  if (last && last.outcome === undefined && !shown(last) && (young || !status.endsWith('_FAILED')))
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

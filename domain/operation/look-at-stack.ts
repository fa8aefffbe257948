import { attemptToken } from './attempt-key.ts';
import { attemptsOf } from './attempts-of.ts';
import type { Look } from './look.ts';
import { lookAtRepair } from './look-at-repair.ts';
import type { Attempt, Operation } from './operation.ts';
import type { StackKind } from './stack-kind.ts';
import type { StackView } from './stack-view.ts';

const settled = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);
/** A stack that was acknowledged but does not show our operation yet is a stale read, for this long. */
const staleSeconds = 120;

/**
 * Is the stack where this operation's attempt wants it? Ours is told by the token of the newest operation on the stack,
 * never by a status: after our UpdateStack a stale read may still show the last operation's UPDATE_COMPLETE.
 *
 * `purpose` names the attempts: 'apply' and 'contract' bring the same stack forward twice in one operation.
 */
export function lookAtStack(
  operation: Operation,
  stack: StackKind,
  purpose: 'apply' | 'contract',
  view: StackView | undefined,
  now: number,
): Look {
  const subject = purpose === 'contract' ? `${stack}+contract` : stack;
  const attempt = attemptsOf(operation, subject, ['create', 'update']).at(-1);
  if (view && view.tags['moorage:environment'] !== operation.environment)
    return { state: 'FOREIGN', detail: `the stack ${view.name} is not this environment's` };
  if (!attempt && operation.kind === 'REPAIR') return lookAtRepair(operation, stack, view, now);
  if (!attempt && operation.kind === 'CREATE' && view && settled.has(view.status)) return unknownToRecord(operation, view, now);
  if (!attempt) return beforeAnyAttempt(view);
  if (attempt.outcome === 'DONE') return { state: 'DONE', detail: attempt.reason ?? 'done' };
  if (attempt.outcome === 'FAILED') return { state: 'FAILED', reason: attempt.reason ?? 'failed' };
  return duringAttempt(operation, attempt, view, now);
}

/**
 * A record that was lost must not make an environment that serves look like the beginning of a new one. Just after a DELETE
 * the same sight is only a stale read.
 */
function unknownToRecord({ openedAt }: Operation, { name, status }: StackView, now: number): Look {
  const reason = `${name} stands already (${status}), and the record knows nothing of it`;
  return now - Date.parse(openedAt) < staleSeconds * 1000 ? { state: 'WAIT', detail: reason } : { state: 'FAILED', reason };
}

function beforeAnyAttempt(view: StackView | undefined): Look {
  if (!view) return { state: 'START', action: 'create' };
  if (settled.has(view.status)) return { state: 'START', action: 'update' };
  if (view.status.endsWith('_IN_PROGRESS'))
    return { state: 'WAIT', detail: `${view.name} is ${view.status}, by an earlier operation` };
  return { state: 'FAILED', reason: `${view.name} was left ${view.status} by an earlier operation and takes no update` };
}

function duringAttempt(operation: Operation, attempt: Attempt, view: StackView | undefined, now: number): Look {
  const sinceAcknowledged = attempt.acknowledgedAt === undefined ? undefined : (now - Date.parse(attempt.acknowledgedAt)) / 1000;
  const ours = view?.token === attemptToken(operation.id, attempt);
  if (!view || !ours) {
    if (view?.status.endsWith('_IN_PROGRESS')) return { state: 'WAIT', detail: `${view.name} is ${view.status}, not by us` };
    if (sinceAcknowledged === undefined) return { state: 'START', action: attempt.action, again: true };
    if (sinceAcknowledged < staleSeconds) return { state: 'RUNNING', detail: 'accepted, not shown yet' };
    return { state: 'FAILED', reason: view ? `${view.name} shows another operation than ours` : 'the stack has vanished' };
  }
  const { status, reason } = view;
  if (status === (attempt.action === 'create' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE')) return { state: 'DONE', detail: status };
  if (status.startsWith('DELETE_')) return { state: 'FAILED', reason: `${view.name} is being deleted by somebody else` };
  // Rolling back is not over: whatever follows would be refused until the stack stands still.
  if (status.endsWith('_IN_PROGRESS')) return { state: 'RUNNING', detail: status };
  return { state: 'FAILED', reason: reason ?? status };
}

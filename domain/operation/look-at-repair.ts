import { attemptsOf } from './attempts-of.ts';
import type { Look } from './look.ts';
import { lookAtRemoval } from './look-at-removal.ts';
import { mustBeDeleted } from './must-be-deleted.ts';
import type { Operation } from './operation.ts';
import type { StackKind } from './stack-kind.ts';
import type { StackView } from './stack-view.ts';

/** A read right after a call may be older than the call, by this much. */
const staleSeconds = 15;

/**
 * What has to happen before a stack takes an update again, or may be made anew; asked before the repair's own create or
 * update. A failed rollback is continued once. What CloudFormation can only delete is deleted: a stack that never came up, or
 * one whose deletion got stuck. CloudFormation refuses what is still in use, and then the repair fails and says so.
 */
export function lookAtRepair(operation: Operation, stack: StackKind, view: StackView | undefined, now: number): Look {
  const attempts = attemptsOf(operation, stack, ['delete', 'continue-rollback']);
  const last = attempts.at(-1);
  if (!view || view.status === 'DELETE_COMPLETE') return { state: 'START', action: 'create' };
  if (last && last.outcome === undefined && last.acknowledgedAt === undefined)
    return { state: 'START', action: last.action, again: true };
  const continued = attempts.findLast((attempt) => attempt.action === 'continue-rollback');
  if (view.status === 'UPDATE_ROLLBACK_FAILED') {
    if (!continued) return { state: 'START', action: 'continue-rollback' };
    const young = continued.acknowledgedAt !== undefined && now - Date.parse(continued.acknowledgedAt) < staleSeconds * 1000;
    if (young) return { state: 'RUNNING', detail: 'accepted, not shown yet' };
    return { state: 'FAILED', reason: `${view.name} cannot be rolled back: ${view.reason ?? 'no reason given'}` };
  }
  if (mustBeDeleted(view.status)) return lookAtRemoval(operation, attempts, view, now);
  if (view.status.endsWith('_IN_PROGRESS'))
    return last ? { state: 'RUNNING', detail: view.status } : { state: 'WAIT', detail: `${view.name} is ${view.status}` };
  return { state: 'START', action: 'update' };
}

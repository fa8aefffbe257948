import { attemptToken } from './attempt-key.ts';
import { attemptsOf, mayStillBeCalled } from './attempts-of.ts';
import type { Look } from './look.ts';
import { lookAtRemoval } from './look-at-removal.ts';
import type { Attempt, AttemptAction, Operation } from './operation.ts';
import type { AppliedStack } from './serving.ts';
import type { StackKind } from './stack-kind.ts';
import type { StackView } from './stack-view.ts';

const undoing: readonly AttemptAction[] = ['delete', 'cancel-update', 'continue-rollback', 'update'];
const forward: readonly AttemptAction[] = ['create', 'update', 'delete'];

/** A read right after a call may be older than the call, by this much. */
const staleSeconds = 15;

/**
 * Is the stack back where it was before the operation? `serving` is where it was: absent means nothing may be left of it.
 * It never calls while anything is on its way, be it ours or somebody else's, and never touches a stack that is not ours.
 */
export function lookAtUndo(
  operation: Operation,
  stack: StackKind,
  serving: AppliedStack | undefined,
  view: StackView | undefined,
  now: number,
): Look {
  const begun = [...attemptsOf(operation, stack, forward), ...attemptsOf(operation, `${stack}+contract`, forward)];
  if (begun.some((attempt) => mayStillBeCalled(attempt, now)))
    return { state: 'WAIT', detail: 'a call of this operation may still arrive' };
  if (!view && begun.some((attempt) => now - Date.parse(attempt.acknowledgedAt ?? '') < staleSeconds * 1000))
    return { state: 'WAIT', detail: 'just called, not shown yet' };
  if (!view || view.status === 'DELETE_COMPLETE') return { state: 'DONE', detail: 'nothing there' };
  if (view.tags['moorage:environment'] !== operation.environment)
    return { state: 'DONE', detail: 'not this environment’s: left alone' };
  const attempts = attemptsOf(operation, `${stack}+undo`, undoing);
  const last = attempts.at(-1);
  if (last && last.outcome === undefined && last.acknowledgedAt === undefined && view.token !== attemptToken(operation.id, last))
    return { state: 'START', action: last.action, again: true };
  return serving && operation.kind !== 'DELETE'
    ? towardsServing(operation, begun, attempts, serving, view, now)
    : lookAtRemoval(operation, attempts, view);
}

function towardsServing(
  operation: Operation,
  begun: readonly Attempt[],
  attempts: readonly Attempt[],
  serving: AppliedStack,
  view: StackView,
  now: number,
): Look {
  const { status } = view;
  const has = (action: AttemptAction) => attempts.some((attempt) => attempt.action === action);
  if (status === 'UPDATE_IN_PROGRESS' && !has('update'))
    return has('cancel-update') ? { state: 'WAIT', detail: status } : { state: 'START', action: 'cancel-update' };
  if (status.endsWith('_IN_PROGRESS')) return { state: 'RUNNING', detail: status };
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return has('continue-rollback') && !fresh(attempts.at(-1), now)
      ? {
          state: 'FAILED',
          reason: `${view.name} is UPDATE_ROLLBACK_FAILED: aws cloudformation continue-update-rollback --stack-name ${view.name}`,
        }
      : has('continue-rollback')
        ? { state: 'RUNNING', detail: 'accepted, not shown yet' }
        : { state: 'START', action: 'continue-rollback' };
  const wentForward = begun.some((attempt) => attempt.outcome === 'DONE' && attempt.reason !== 'unchanged');
  if (!wentForward || status === 'UPDATE_ROLLBACK_COMPLETE')
    return { state: 'DONE', detail: `${status}, as ${serving.templateHash.slice(0, 8)}` };
  const back = attempts.filter((attempt) => attempt.action === 'update').at(-1);
  if (!back) return { state: 'START', action: 'update' };
  if (back.outcome === 'FAILED') return { state: 'FAILED', reason: back.reason ?? status };
  if (back.outcome === 'DONE' || (view.token === attemptToken(operation.id, back) && status === 'UPDATE_COMPLETE'))
    return { state: 'DONE', detail: status };
  return { state: 'RUNNING', detail: 'accepted, not shown yet' };
}

function fresh(attempt: Attempt | undefined, now: number): boolean {
  return attempt?.acknowledgedAt !== undefined && now - Date.parse(attempt.acknowledgedAt) < staleSeconds * 1000;
}

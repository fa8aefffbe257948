import { attemptToken } from './attempt-key.ts';
import { attemptsOf, mayStillBeCalled } from './attempts-of.ts';
import { isPastReturn } from './is-past-return.ts';
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
  // What it did not begin it does not take away; only a DELETE does.
  if (begun.length === 0 && operation.kind !== 'DELETE') return { state: 'DONE', detail: 'not touched' };
  const attempts = attemptsOf(operation, `${stack}+undo`, undoing);
  const shown = (attempt: Attempt) => view.token === attemptToken(operation.id, attempt);
  const latest = begun.at(-1);
  if (latest && fresh(latest, now) && ![latest, ...attempts].some(shown))
    return { state: 'WAIT', detail: 'just called, not shown yet' };
  const last = attempts.at(-1);
  if (last && last.outcome === undefined && last.acknowledgedAt === undefined && !shown(last))
    return { state: 'START', action: last.action, again: true };
  if (!serving || operation.kind === 'DELETE') return lookAtRemoval(operation, attempts, view, now);
  // A repair came from wherever the stacks were: that is nowhere to go back to.
  if (isPastReturn(operation) || operation.kind === 'REPAIR') return whereItStands(view, attempts, now);
  return towardsServing(operation, begun, attempts, serving, view, now);
}

/** The services have moved for good: nothing is taken back, but nothing of it may be on its way either. */
function whereItStands(view: StackView, attempts: readonly Attempt[], now: number): Look {
  const { name, status, reason } = view;
  if (status.endsWith('_IN_PROGRESS')) return { state: 'RUNNING', detail: status };
  if (status === 'UPDATE_ROLLBACK_FAILED') return afterFailedRollback(view, attempts, now);
  if (status === 'DELETE_FAILED') return { state: 'FAILED', reason: `${name} is ${status}: ${reason ?? 'no reason given'}` };
  return { state: 'DONE', detail: `${status}, the services have moved` };
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
  const shown = (attempt: Attempt) => view.token === attemptToken(operation.id, attempt);
  const back = attempts.findLast((attempt) => attempt.action === 'update');
  if (status === 'UPDATE_IN_PROGRESS' && !back)
    return has('cancel-update') ? { state: 'WAIT', detail: status } : { state: 'START', action: 'cancel-update' };
  if (status.endsWith('_IN_PROGRESS')) return { state: 'RUNNING', detail: status };
  if (status === 'UPDATE_ROLLBACK_FAILED') return afterFailedRollback(view, attempts, now);
  if (back) {
    if (back.outcome !== undefined)
      return back.outcome === 'DONE' ? done(view, serving) : { state: 'FAILED', reason: back.reason ?? status };
    if (!shown(back)) return { state: 'RUNNING', detail: 'accepted, not shown yet' };
    // The way back may itself have been rolled back: then the stack stands where the operation had brought it.
    return status === 'UPDATE_COMPLETE' ? done(view, serving) : { state: 'FAILED', reason: view.reason ?? status };
  }
  // Whose operation the stack shows says how far we came; an outcome may be missing where the fence was faster.
  const reached = begun.findLast(shown) ?? (attempts.some(shown) ? begun.at(-1) : undefined);
  const rolledBack = status === 'UPDATE_ROLLBACK_COMPLETE' && !reached?.subject.endsWith('+contract');
  return !reached || rolledBack ? done(view, serving) : { state: 'START', action: 'update' };
}

function afterFailedRollback(view: StackView, attempts: readonly Attempt[], now: number): Look {
  const continued = attempts.findLast((attempt) => attempt.action === 'continue-rollback');
  if (!continued) return { state: 'START', action: 'continue-rollback' };
  if (fresh(continued, now)) return { state: 'RUNNING', detail: 'accepted, not shown yet' };
  const command = `aws cloudformation continue-update-rollback --stack-name ${view.name}`;
  return { state: 'FAILED', reason: `${view.name} is UPDATE_ROLLBACK_FAILED: ${command}` };
}

const done = (view: StackView, serving: AppliedStack): Look => ({
  state: 'DONE',
  detail: `${view.status}, as ${serving.templateHash.slice(0, 8)}`,
});

function fresh(attempt: Attempt, now: number): boolean {
  return attempt.acknowledgedAt !== undefined && now - Date.parse(attempt.acknowledgedAt) < staleSeconds * 1000;
}

import { stepTimeoutSeconds } from './budget.ts';
import type { Attempt, AttemptAction, Operation } from './operation.ts';

/** The operation's attempts at a subject with one of these actions, first to last. */
export function attemptsOf(operation: Operation, subject: string, actions: readonly AttemptAction[]): readonly Attempt[] {
  return Object.values(operation.attempts)
    .filter((attempt) => attempt.subject === subject && actions.includes(attempt.action))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.n - b.n));
}

/**
 * May a call of this attempt still be on its way? One that was never acknowledged is, until the Lambda that wrote it can
 * no longer be alive; 30 s on top for a call that lingers between us and AWS.
 */
export function mayStillBeCalled(attempt: Attempt, now: number): boolean {
  return (
    attempt.outcome === undefined &&
    attempt.acknowledgedAt === undefined &&
    now - Date.parse(attempt.at) < (stepTimeoutSeconds + 30) * 1000
  );
}

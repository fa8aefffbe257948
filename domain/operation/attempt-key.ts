import { sha256 } from '../hash.ts';
import type { Attempt } from './operation.ts';

/** An attempt's place in the operation's record. */
export function attemptKey(attempt: Pick<Attempt, 'subject' | 'action' | 'n'>): string {
  return `${attempt.subject}/${attempt.action}/${attempt.n}`;
}

/**
 * ClientRequestToken or idempotencyToken of an attempt: a hash of exactly operation, subject, action and n. Repeating the
 * call repeats the token; no other call of ours ever has it. CloudFormation allows `[a-zA-Z0-9][-a-zA-Z0-9]*`, 128 long,
 * CodeBuild any 128 characters, so 40 hex digits do for both.
 */
export function attemptToken(operation: string, attempt: Pick<Attempt, 'subject' | 'action' | 'n'>): string {
  return sha256(`${operation}\n${attempt.subject}\n${attempt.action}\n${attempt.n}`).slice(0, 40);
}

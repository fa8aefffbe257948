import type { Started } from './started.ts';

/**
 * CloudFormation's refusals, most of them a ValidationError told apart only by its text. What repeats an earlier call of
 * ours counts as accepted: the look that follows decides from the stack's events whose operation runs.
 */
export function toRefusal(error: unknown): Started {
  if (!(error instanceof Error)) throw error;
  const { name, message } = error;
  if (name === 'AlreadyExistsException' || name === 'TokenAlreadyExistsException') return { answer: 'accepted' };
  if (name === 'ValidationError') {
    if (/No updates are to be performed/i.test(message)) return { answer: 'unchanged' };
    if (
      /is in \S+ state and can ?not be|cannot be deleted while in status|status is not valid|must be in \S+ state/i.test(message)
    )
      return { answer: 'busy', message };
    return { answer: 'refused', message };
  }
  if (name === 'LimitExceededException' || name === 'InsufficientCapabilitiesException' || /^AccessDenied/.test(name))
    return { answer: 'refused', message: `${name}: ${message}` };
  throw error;
}

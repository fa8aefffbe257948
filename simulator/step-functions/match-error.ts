import type { StatesError } from './states-error.ts';

/**
 * Whether an ErrorEquals list means this error. States.ALL leaves out States.DataLimitExceeded, States.TaskFailed leaves out
 * States.Timeout too. (States.Runtime never gets here: it ends the execution.)
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matchError(names: readonly string[], { error, alias }: StatesError): boolean {
  return names.some((name) => {
    if (name === error || (alias !== undefined && name === alias)) return true;
    if (error === 'States.DataLimitExceeded') return false;
    return name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout');
  });
}

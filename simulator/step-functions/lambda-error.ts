import type { LambdaResult } from '../region.ts';
import { StatesError } from './states-error.ts';

/**
 * A Lambda's error as Catch sees it: Error its type, Cause a JSON string, not the plain message; an end without an answer
 * is Lambda.Unknown. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function lambdaError({ error, died }: LambdaResult): StatesError | undefined {
  if (died) {
    const cause = 'The cause could not be determined because Lambda did not return an error type.';
    return new StatesError('Lambda.Unknown', cause);
  }
  if (!error) return undefined;
  const { errorMessage, errorType, trace = [] } = error;
  return new StatesError(errorType, JSON.stringify({ errorMessage, errorType, trace }));
}

import { awsError } from '../aws-error.ts';

/** CloudFormation's error for nearly everything: no such stack, wrong state, bad template. */
export function validationError(message: string): Error {
  return awsError('ValidationError', message);
}

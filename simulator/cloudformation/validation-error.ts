import { awsError } from '../aws-error.ts';

/** CloudFormation's error for nearly everything: no such stack, wrong state, bad template (facts/aws.md §1.2). */
export function validationError(message: string): Error {
  return awsError('ValidationError', message);
}

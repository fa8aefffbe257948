import { createHash } from 'node:crypto';
import type { OperationType } from '@aws-sdk/client-cloudformation';
import { awsError } from '../aws-error.ts';
import type { OperationRecord, StackRecord } from './cloudformation-state.ts';
import { validationError } from './validation-error.ts';
import type { World } from './world.ts';

/** What was asked, without its token: equal for a repeat of the same call. */
export function requestHash(input: object): string {
  const { ClientRequestToken: _token, ...asked } = input as Record<string, unknown>;
  const sorted = Object.entries(asked).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/**
 * The stack's earlier operation this call only repeats. What AWS answers to a repeat is documented nowhere: the same ids by default, an error with the knob `cloudformation.repeatedToken` = `error`; callers cope with both.
 */
export function repeatedOperation(
  world: World,
  stack: StackRecord,
  call: { type: OperationType; token: string | undefined; request: string },
): OperationRecord | undefined {
  const { token, type, request } = call;
  if (token === undefined) return undefined;
  const earlier = stack.operations.find((operation) => operation.token === token);
  if (!earlier) return undefined;
  const repeats = earlier.type === type && earlier.request === request;
  if (repeats && world.context.knob('cloudformation.repeatedToken') !== 'error') return earlier;
  if (repeats && type === 'CREATE_STACK') throw alreadyExists(stack.name);
  throw awsError('TokenAlreadyExistsException', `A client request token already exists: ${token}`);
}

export function checkToken(token: string | undefined): void {
  if (token !== undefined && (token.length > 128 || !/^[a-zA-Z0-9][-a-zA-Z0-9]*$/.test(token))) throw tokenPattern(token);
}

export function alreadyExists(name: string): Error {
  return awsError('AlreadyExistsException', `Stack [${name}] already exists`);
}

function tokenPattern(token: string): Error {
  return validationError(
    `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: ${
      token.length > 128
        ? 'Member must have length less than or equal to 128'
        : 'Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*'
    }`,
  );
}

import type { DeleteStackInput } from '@aws-sdk/client-cloudformation';
import { findStack } from './find-stack.ts';
import { checkToken, repeatedOperation, requestHash } from './request-token.ts';
import { startOperation } from './run-phases.ts';
import { hideChange } from './stale-read.ts';
import { validationError } from './validation-error.ts';
import type { World } from './world.ts';

export function deleteStack(world: World, input: DeleteStackInput): object {
  const { ClientRequestToken: token, RetainResources: retained = [], DeletionMode: mode = 'STANDARD' } = input;
  checkToken(token);
  const stack = findStack(world, input.StackName);
  // Deleting what is not there, or no longer there, succeeds.
  if (!stack) return {};
  const request = requestHash({ ...input, StackName: stack.id });
  if (repeatedOperation(world, stack, { type: 'DELETE_STACK', token, request })) return {};
  if (stack.deletedAt !== undefined) return {};
  if (stack.terminationProtection)
    throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  if (stack.status === 'DELETE_IN_PROGRESS') return {};
  const creating = /^(CREATE|ROLLBACK)_IN_PROGRESS$/.test(stack.status);
  const refused = creating
    ? world.context.knob('cloudformation.deleteDuringCreate') === 'refuse'
    : /IN_PROGRESS$/.test(stack.status);
  if (refused) throw validationError(`Stack [${stack.name}] cannot be deleted while in status ${stack.status}`);
  if (stack.status !== 'DELETE_FAILED') {
    if (retained.length > 0)
      throw validationError(
        `Invalid operation on stack [${stack.id}]. Specified resources to retain are only valid for stacks in DELETE_FAILED state`,
      );
    if (mode === 'FORCE_DELETE_STACK') throw validationError('Force delete is only valid for stacks in DELETE_FAILED state');
  }
  const strange = retained.filter((id) => stack.resources[id]?.status !== 'DELETE_FAILED');
  if (strange.length > 0) throw validationError(`Resources [${strange.join(', ')}] to retain are not in DELETE_FAILED state`);
  const before = { ...stack, operations: [...stack.operations] };
  startOperation(world, stack, {
    type: 'DELETE_STACK',
    phase: 'DELETE',
    status: 'DELETE_IN_PROGRESS',
    token,
    request,
    skip: retained,
    force: mode === 'FORCE_DELETE_STACK',
  });
  hideChange(world, stack, before);
  return {};
}

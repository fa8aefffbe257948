import type {
  CancelUpdateStackInput,
  ContinueUpdateRollbackInput,
  RollbackStackInput,
  RollbackStackOutput,
} from '@aws-sdk/client-cloudformation';
import { requireLiveStack } from './find-stack.ts';
import { checkToken, repeatedOperation, requestHash } from './request-token.ts';
import { cancelRunning, pump } from './run-jobs.ts';
import { startOperation } from './run-phases.ts';
import { hideChange } from './stale-read.ts';
import { validationError } from './validation-error.ts';
import type { World } from './world.ts';

/** Only in UPDATE_IN_PROGRESS; what runs is cancelled and the update rolled back. */
export function cancelUpdateStack(world: World, input: CancelUpdateStackInput): object {
  checkToken(input.ClientRequestToken);
  const stack = requireLiveStack(world, input.StackName);
  if (stack.status !== 'UPDATE_IN_PROGRESS' || !stack.running)
    throw validationError('CancelUpdateStack cannot be called from current stack status');
  stack.running.disableRollback = false;
  stack.running.reason = 'User Initiated. ';
  cancelRunning(world, stack);
  pump(world, stack);
  return {};
}

/** From UPDATE_ROLLBACK_FAILED; `ResourcesToSkip` are taken as rolled back although they are not. */
export function continueUpdateRollback(world: World, input: ContinueUpdateRollbackInput): object {
  const { ClientRequestToken: token, ResourcesToSkip: skip = [] } = input;
  checkToken(token);
  const stack = requireLiveStack(world, input.StackName);
  const request = requestHash({ ...input, StackName: stack.id });
  if (repeatedOperation(world, stack, { type: 'CONTINUE_ROLLBACK', token, request })) return {};
  if (stack.status !== 'UPDATE_ROLLBACK_FAILED')
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not continue update rollback.`);
  const strange = skip.filter((id) => !stack.resources[id]?.before || stack.resources[id]?.status !== 'UPDATE_FAILED');
  if (strange.length > 0) throw validationError(`ResourcesToSkip [${strange.join(', ')}] are not in UPDATE_FAILED state`);
  const before = { ...stack, operations: [...stack.operations] };
  const status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  startOperation(world, stack, { type: 'CONTINUE_ROLLBACK', phase: 'UPDATE_ROLLBACK', status, token, request, skip });
  hideChange(world, stack, before);
  return {};
}

/** From CREATE_FAILED or UPDATE_FAILED to the last stable state; with none, the stack is deleted. */
export function rollbackStack(world: World, input: RollbackStackInput): RollbackStackOutput {
  const { ClientRequestToken: token } = input;
  checkToken(token);
  const stack = requireLiveStack(world, input.StackName);
  const request = requestHash({ ...input, StackName: stack.id });
  const earlier = repeatedOperation(world, stack, { type: 'ROLLBACK', token, request });
  if (earlier) return { StackId: stack.id, OperationId: earlier.id };
  if (!/^(CREATE_FAILED|UPDATE_FAILED)$/.test(stack.status))
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be rolled back.`);
  const before = { ...stack, operations: [...stack.operations] };
  const operationId = stack.stable
    ? startOperation(world, stack, {
        type: 'ROLLBACK',
        phase: 'UPDATE_ROLLBACK',
        status: 'UPDATE_ROLLBACK_IN_PROGRESS',
        token,
        request,
      })
    : startOperation(world, stack, { type: 'ROLLBACK', phase: 'DELETE', status: 'DELETE_IN_PROGRESS', token, request });
  hideChange(world, stack, before);
  return { StackId: stack.id, OperationId: operationId };
}

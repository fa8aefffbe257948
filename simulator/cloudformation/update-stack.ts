import { isDeepStrictEqual } from 'node:util';
import type { UpdateStackInput, UpdateStackOutput } from '@aws-sdk/client-cloudformation';
import type { StackRecord, Version } from './cloudformation-state.ts';
import { requireLiveStack } from './find-stack.ts';
import { checkToken, repeatedOperation, requestHash } from './request-token.ts';
import { requestVersion } from './request-version.ts';
import { symbolic } from './resolve-resource.ts';
import { startOperation } from './run-phases.ts';
import { hideChange } from './stale-read.ts';
import { validationError } from './validation-error.ts';
import type { World } from './world.ts';

const updatable = /^(CREATE_COMPLETE|UPDATE_COMPLETE|UPDATE_ROLLBACK_COMPLETE|IMPORT_COMPLETE|IMPORT_ROLLBACK_COMPLETE)$/;
const preserved = /^(CREATE_FAILED|UPDATE_FAILED)$/;

export function updateStack(world: World, input: UpdateStackInput): UpdateStackOutput {
  const { ClientRequestToken: token } = input;
  checkToken(token);
  const stack = requireLiveStack(world, input.StackName);
  const request = requestHash({ ...input, StackName: stack.id });
  const earlier = repeatedOperation(world, stack, { type: 'UPDATE_STACK', token, request });
  if (earlier) return { StackId: stack.id, OperationId: earlier.id };
  if (input.DeploymentConfig?.Mode === 'EXPRESS') throw validationError('the simulator does not model EXPRESS');
  // The flag a stack was created with stays for callers that do not pass it again.
  const disableRollback = input.DisableRollback ?? stack.disableRollback;
  checkStatus(stack, disableRollback);
  const next = requestVersion(world, input, stack, stack.live);
  refuseTypeChange(stack, next);
  if (updatable.test(stack.status) && sameVersion(stack.live, next)) throw validationError('No updates are to be performed.');
  const before = { ...stack, operations: [...stack.operations] };
  stack.next = next;
  stack.updatedAt = world.context.now();
  stack.disableRollback = disableRollback;
  if (input.RoleARN !== undefined) stack.roleArn = input.RoleARN;
  if (input.NotificationARNs !== undefined) stack.notificationArns = input.NotificationARNs;
  if (input.RetainExceptOnCreate !== undefined) stack.retainExceptOnCreate = input.RetainExceptOnCreate;
  const start = { type: 'UPDATE_STACK', phase: 'UPDATE', status: 'UPDATE_IN_PROGRESS', token, request, disableRollback } as const;
  const operationId = startOperation(world, stack, start);
  hideChange(world, stack, before);
  return { StackId: stack.id, OperationId: operationId };
}

function checkStatus(stack: StackRecord, disableRollback: boolean): void {
  const { status } = stack;
  if (updatable.test(status)) return;
  if (!preserved.test(status)) throw validationError(`Stack:${stack.id} is in ${status} state and can not be updated.`);
  // code-dot-org#68524, and ansible amazon.aws#1655 for the next one: AWS's own texts.
  if (status === 'CREATE_FAILED' && stack.onFailure === 'DO_NOTHING')
    throw validationError(
      `This stack cannot be updated from [${status}] state because it contains [on-failure: DO_NOTHING]. Please use disable-rollback option instead during stack creation.`,
    );
  if (!disableRollback)
    throw validationError(
      `This stack is currently in a non-terminal [${status}] state. To update the stack from this state, please use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the rollback-stack API`,
    );
}

function refuseTypeChange(stack: StackRecord, next: Version): void {
  const changed = Object.entries(next.plan.resources)
    .filter(([id, { type }]) => (stack.resources[id]?.type ?? type) !== type)
    .map(([id]) => id);
  if (changed.length > 0)
    throw validationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`,
    );
}

/** The template's own Metadata and Description, and parameters nothing uses, are no update. */
function sameVersion(live: Version, next: Version): boolean {
  return isDeepStrictEqual(symbolic(live.plan), symbolic(next.plan)) && isDeepStrictEqual(live.tags, next.tags);
}

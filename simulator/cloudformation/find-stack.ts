import type { StackRecord } from './cloudformation-state.ts';
import { validationError } from './validation-error.ts';
import { cloudFormationState, type World } from './world.ts';

const keptAfterDeletion = 90 * 24 * 3600 * 1000;

/** By id, or by name while it lives; a deleted stack is found by id for 90 days. */
export function findStack(world: World, nameOrId: string | undefined): StackRecord | undefined {
  const { stacks, names } = cloudFormationState(world);
  const stack = stacks[nameOrId ?? ''] ?? stacks[names[nameOrId ?? ''] ?? ''];
  const expired = stack?.deletedAt !== undefined && world.context.now() - stack.deletedAt > keptAfterDeletion;
  return expired ? undefined : stack;
}

export function requireStack(world: World, nameOrId: string | undefined): StackRecord {
  const stack = findStack(world, nameOrId);
  if (!stack) throw validationError(`Stack with id ${nameOrId} does not exist`);
  return stack;
}

/** For the operations that change a stack: it must exist and not be deleted. */
export function requireLiveStack(world: World, nameOrId: string | undefined): StackRecord {
  const stack = findStack(world, nameOrId);
  if (!stack || stack.deletedAt !== undefined) throw validationError(`Stack [${nameOrId}] does not exist`);
  return stack;
}

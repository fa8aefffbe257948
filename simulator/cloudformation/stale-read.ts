import type { StackRecord } from './cloudformation-state.ts';
import type { World } from './world.ts';

/**
 * Keeps what DescribeStacks says at what it said before this change for a moment: reads right after a call may be old
 *. Without `before` the stack is not to be seen at all yet.
 */
export function hideChange(world: World, stack: StackRecord, before?: StackRecord): void {
  const most = world.context.knob('cloudformation.staleReadSeconds');
  const seconds = world.context.between(0, typeof most === 'number' ? most : 1);
  stack.stale = {
    until: world.context.now() + Math.round(seconds * 1000),
    ...(before && { status: before.status, reason: before.reason }),
    operations: before?.operations.length ?? 0,
  };
}

/** The stack as a DescribeStacks of now sees it; undefined when it does not see it. */
export function seenStack(world: World, stack: StackRecord): StackRecord | undefined {
  const { stale } = stack;
  if (!stale || world.context.now() >= stale.until) return stack;
  if (stale.status === undefined) return undefined;
  const operations = stack.operations.slice(0, stale.operations);
  return { ...stack, status: stale.status, reason: stale.reason, operations, next: undefined };
}

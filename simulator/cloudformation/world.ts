import type { Context } from '../service.ts';
import type { CloudFormationState, StackRecord } from './cloudformation-state.ts';
import type { ResourceType } from './resource-type.ts';

/** What CloudFormation's code works in during one call: the region and the resource types it was made with. */
export interface World {
  readonly context: Context;
  readonly types: ReadonlyMap<string, ResourceType>;
}

export function cloudFormationState(world: World): CloudFormationState {
  return world.context.state<CloudFormationState>('CloudFormation');
}

/** Schedules CloudFormation's own timer for the stack's running operation. */
export function laterForStack(world: World, stack: StackRecord, seconds: number, kind: string, data: object = {}): void {
  const operationId = stack.running?.id ?? '';
  world.context.after(seconds, 'CloudFormation', kind, { stackId: stack.id, operationId, ...data });
}

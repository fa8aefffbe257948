import type { Built, StackRecord } from './cloudformation-state.ts';
import type { Progress, ResourceRequest } from './resource-type.ts';
import type { World } from './world.ts';

export type HandlerCall = 'create' | 'update' | 'delete';

/** Begins or continues a handler's work on one thing. An API error the handler lets through is its failure. */
export function callHandler(
  world: World,
  stack: StackRecord,
  thing: Built,
  call: HandlerCall,
  options: { previous?: Built | undefined; check?: boolean } = {},
): Progress {
  const handler = world.types.get(thing.type);
  if (!handler) throw new Error(`no resource type ${thing.type}`);
  const request: ResourceRequest = {
    stackName: stack.name,
    stackId: stack.id,
    logicalId: thing.logicalId,
    ...(thing.physicalId !== undefined && { physicalId: thing.physicalId }),
    properties: thing.properties,
    ...(call === 'update' && options.previous && { previous: options.previous.properties }),
    tags: thing.tags,
    ...(options.check && thing.memory && { memory: thing.memory }),
  };
  const absent = call === 'create' ? (handler.required ?? []).filter((name) => !(name in thing.properties)) : [];
  if (absent.length > 0 && !options.check)
    return {
      state: 'FAILED',
      reason: `Properties validation failed for resource ${thing.logicalId} with message:\n#: required key [${absent[0]}] not found`,
      handlerErrorCode: 'InvalidRequest',
    };
  try {
    if (!options.check) return handler[call](request, world.context);
    const operation = call.toUpperCase() as 'CREATE' | 'UPDATE' | 'DELETE';
    return handler.check({ ...request, operation }, world.context);
  } catch (error) {
    if (!(error instanceof Error) || !('$fault' in error)) throw error;
    return { state: 'FAILED', reason: error.message, handlerErrorCode: 'GeneralServiceException' };
  }
}

/** The reason as it stands in the event. */
export function failureReason(world: World, progress: Progress & { state: 'FAILED' }): string {
  if (/^(Properties validation failed|Template error|Replacement type updates)/.test(progress.reason)) return progress.reason;
  const details = `(RequestToken: ${world.context.uuid()}, HandlerErrorCode: ${progress.handlerErrorCode})`;
  return `Resource handler returned message: "${progress.reason}" ${details}`;
}

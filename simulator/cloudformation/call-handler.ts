import type { Built, StackRecord } from './cloudformation-state.ts';
import { findResourceType } from './find-resource-type.ts';
import type { Progress, ResourceRequest, ResourceType } from './resource-type.ts';
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
  const handler = requireType(world, thing);
  const request: ResourceRequest = {
    ...requestFor(stack, thing),
    ...(call === 'update' && options.previous && { previous: options.previous.properties }),
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

/** The id a thing gets whose create is cancelled before anybody gave it one; undefined when it gets none. */
export function madeUpId(world: World, stack: StackRecord, thing: Built): string | undefined {
  return requireType(world, thing).madeUpId?.(requestFor(stack, thing), world.context);
}

/** The reason as it stands in the event. */
export function failureReason(world: World, progress: Progress & { state: 'FAILED' }): string {
  if (progress.handlerErrorCode === undefined) return progress.reason;
  if (/^Properties validation failed/.test(progress.reason)) return progress.reason;
  const details = `(RequestToken: ${world.context.uuid()}, HandlerErrorCode: ${progress.handlerErrorCode})`;
  return `Resource handler returned message: "${progress.reason}" ${details}`;
}

function requestFor(stack: StackRecord, thing: Built): ResourceRequest {
  return {
    stackName: stack.name,
    stackId: stack.id,
    logicalId: thing.logicalId,
    ...(thing.physicalId !== undefined && { physicalId: thing.physicalId }),
    properties: thing.properties,
    tags: thing.tags,
  };
}

function requireType(world: World, thing: Built): ResourceType {
  const handler = findResourceType(world.types, thing.type);
  if (!handler) throw new Error(`no resource type ${thing.type}`);
  return handler;
}

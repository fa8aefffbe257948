import type { Lock } from './environment.ts';
import type { Operation } from './operation.ts';

/** An operation as its lock describes it: whoever finds the lock without the item can write the very same item. */
export function newOperation(environment: string, lock: Lock): Operation {
  const { operation: id, kind, revision, trigger, actor, openedAt, requestHash, specHash } = lock;
  return {
    id,
    environment,
    kind,
    status: 'QUEUED',
    revision,
    trigger,
    actor,
    openedAt,
    requestHash,
    ...(specHash ? { specHash } : {}),
    execution: id,
    recoveries: 0,
    attempts: {},
    waits: {},
    causes: {},
  };
}

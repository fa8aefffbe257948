import type { OperationStarted } from '../../schemas/gen/event.types.ts';
import type { Operation } from '../operation/operation.ts';

/**
 * What every event of an operation says. Taken field by field, so that no token, template or variable can ever leave with it.
 * `what` names the event within its operation: a repeat has the same id.
 */
export function aboutOperation(operation: Operation, what: string, at: string): OperationStarted {
  const { id, environment, kind, revision, trigger, actor } = operation;
  return { version: '1', id: `${id}/${what}`, environment, operation: id, kind, revision, trigger, actor, at };
}

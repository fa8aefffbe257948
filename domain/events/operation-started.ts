import type { Operation } from '../operation/operation.ts';
import { aboutOperation } from './about-operation.ts';
import type { ServiceEvent } from './service-event.ts';

/** It left the queue. One that is cancelled before has none. */
export function operationStarted(operation: Operation, startedAt: string): ServiceEvent {
  return { type: 'Operation Started', detail: aboutOperation(operation, 'started', startedAt) };
}

import type { ServiceEvent } from '../../domain/events/service-event.ts';
import { noteUntold } from './note-untold.ts';
import type { TellDeps } from './tell-deps.ts';

/**
 * Tells that an operation goes on. A death in between is repeated with the step; a bus that refuses, after the SDK's own three
 * tries, is not waited for: the step's Retry is counted over its whole time and ends in a failed operation, which is a high
 * price for an event. The timeline says what was missed, and what the operation came to is still told.
 */
export async function tellProgress(operation: string, event: ServiceEvent, deps: TellDeps): Promise<void> {
  try {
    await deps.bus.publish(event);
  } catch (error) {
    await noteUntold(operation, event, error, deps);
  }
}

import { Retryable } from '../../domain/errors.ts';
import { operationEnded } from '../../domain/events/operation-ended.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import { noteUntold } from './note-untold.ts';
import type { TellDeps } from './tell-deps.ts';

/** How long after its end an operation keeps its lock for the sake of its last event. Settle's Retry lasts 90 s. */
const patienceMs = 60_000;

/**
 * Tells what an operation came to, in its timeline and as an event, before its lock is given back: whoever finds the lock repeats
 * it, so that no death loses it.
 * A bus that refuses is asked again for a minute by Settle's own Retry, five or six times; then the timeline says that nobody was
 * told, and the lock goes back. An environment nobody can change is worse than an event nobody got, and who may not miss one
 * can ask for the operation.
 */
export async function tellEnded(operation: Operation, deps: TellDeps): Promise<void> {
  const { id, endedAt: at, status, result } = operation;
  if (at !== undefined && result?.unchanged) await deps.table.timeline.tell(id, 'unchanged', { at, text: result.unchanged });
  if (at !== undefined) await deps.table.timeline.tell(id, 'end', { at, text: status });
  const event = operationEnded(operation);
  if (!event) return;
  try {
    await deps.bus.publish(event);
  } catch (error) {
    const { name } = error instanceof Error ? error : { name: 'unknown error' };
    if (deps.now() - Date.parse(event.detail.at) < patienceMs)
      throw new Retryable(`the bus did not take “${event.type}”: ${name}`, { cause: error });
    await noteUntold(operation.id, event, error, deps);
  }
}

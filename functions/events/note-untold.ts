import type { ServiceEvent } from '../../domain/events/service-event.ts';
import type { TellDeps } from './tell-deps.ts';

/** Says in the operation's timeline that nobody was told, by the name of the error: its message may hold anything. */
export async function noteUntold(
  operation: string,
  { type, detail }: ServiceEvent,
  error: unknown,
  { table, now }: TellDeps,
): Promise<void> {
  await table.timeline.tell(operation, `untold/${detail.id}`, {
    at: new Date(now()).toISOString(),
    text: `the bus did not take “${type}” (${error instanceof Error ? error.name : 'unknown error'}); nobody was told`,
  });
}

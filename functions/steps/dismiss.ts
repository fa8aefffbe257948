import type { Table } from '../../cloud/table.ts';
import { Retryable } from '../../domain/errors.ts';
import type { Lock } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import type { TellDeps } from '../events/tell-deps.ts';
import { tellEnded } from '../events/tell-ended.ts';

type RecordDeps = Pick<TellDeps, 'table' | 'now'>;

/**
 * Writes down that an operation that waits is not to begin, before it is taken out of its place: a death in between loses
 * nothing of it. Should it have begun by then it goes on like any other, and can be cancelled like one.
 */
export async function dismiss(
  environment: string,
  waiting: Lock,
  { by, reason }: { readonly by: string; readonly reason?: string },
  { table, now }: RecordDeps,
): Promise<void> {
  const dismissed = { by, at: new Date(now()).toISOString(), ...(reason ? { reason } : {}) };
  await table.operations.create({ ...newOperation(environment, waiting), dismissed });
}

/** Makes one that was taken out a cancelled one. The watchman, who has the bus, ends it; he does this too, after a death. */
export async function stayDismissed(id: string, { table }: { readonly table: Table }): Promise<Operation | undefined> {
  const operation = await table.operations.get(id);
  const { dismissed } = operation ?? {};
  if (operation?.status !== 'QUEUED' || !dismissed) return operation;
  const { by, at, reason } = dismissed;
  await table.timeline.tell(id, 'cancel', { at, text: `cancelled by ${by}${reason ? `: ${reason}` : ''}` });
  await table.operations.move(id, 'FAILING', { cancelled: dismissed });
  return table.operations.get(id);
}

/**
 * Ends an operation that was dismissed, with its event, as Settle ends the others. The record says all there is of it, so
 * anybody may repeat it. False: it is in its place still, or the bus did not take the event yet.
 */
export async function endDismissed(listed: Operation, deps: TellDeps): Promise<boolean> {
  const { table } = deps;
  const environment = await table.environments.get(listed.environment);
  if ([environment?.active, environment?.next].some((lock) => lock?.operation === listed.id)) return false;
  const operation = await stayDismissed(listed.id, deps);
  if (operation?.status !== 'FAILING' || !operation.cancelled) return false;
  // It ended when it was told so: a repeat tells the very same event.
  const end = { endedAt: operation.cancelled.at, result: { becomes: environment?.status ?? ('GONE' as const) } };
  try {
    await tellEnded({ ...operation, ...end, status: 'CANCELLED' }, deps);
  } catch (error) {
    if (error instanceof Retryable) return false;
    throw error;
  }
  return table.operations.move(operation.id, 'CANCELLED', end);
}

import { isPastReturn } from '../../domain/operation/is-past-return.ts';
import { fence } from '../ensure/fence.ts';
import type { ApiDeps } from './use-case.ts';

/** Cancels what runs, unless it is so far that it is sooner over than undone. Asked again, nothing happens. */
export async function makeWay(
  id: string,
  reason: string,
  actor: string,
  { table, workflow, now }: Pick<ApiDeps, 'table' | 'workflow' | 'now'>,
): Promise<void> {
  const operation = await table.operations.get(id);
  if (!operation || isPastReturn(operation) || operation.cancelled) return;
  const at = new Date(now()).toISOString();
  if (!(await table.operations.move(id, 'FAILING', { cancelled: { by: actor, at, reason } }))) return;
  await table.timeline.tell(id, 'cancel', { at, text: reason });
  await fence(id, undefined, { table, workflow });
}

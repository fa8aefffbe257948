import type { Table } from '../../cloud/table.ts';
import { Problem } from './problem.ts';

/**
 * Asked before an operation is opened, and by nobody else: what is open goes on, recovery and teardown too, so a freeze
 * never leaves anything half done. A request that has passed here while the freeze was being written still opens its
 * operation (milliseconds, at most the function's own time-out); the freeze's `running` then shows it.
 */
export async function refuseFrozen({ table }: { readonly table: Table }): Promise<void> {
  const freeze = await table.freezes.get();
  if (freeze?.scope !== 'everything') return;
  const { by, since, reason } = freeze;
  throw new Problem(
    423,
    'SERVICE_FROZEN',
    `${by} has stopped everything since ${since}: ${reason}. Nothing was begun; send it again once GET /freeze says that it is lifted.`,
  );
}

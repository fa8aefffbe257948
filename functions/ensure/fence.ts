import type { Table } from '../../cloud/table.ts';
import type { Workflow } from '../../cloud/workflow.ts';
import { undoes } from '../../domain/operation/step-key.ts';

/**
 * Ends the forward half of an operation: RUNNING → FAILING, after which no attempt can be written, and every other forward
 * step that waits is told now instead of at its timeout. Cancel, failure and deadline are all exactly this.
 * Repeating it changes nothing and answers again whoever may not have been answered.
 */
export async function fence(
  id: string,
  except: string | undefined,
  { table, workflow }: { readonly table: Table; readonly workflow: Workflow },
): Promise<void> {
  await table.operations.move(id, 'FAILING');
  const operation = await table.operations.get(id);
  if (operation?.status !== 'FAILING') return;
  for (const [key, wait] of Object.entries(operation.waits)) {
    if (key === except || undoes(wait.target)) continue;
    await workflow.fail(wait.token, 'Fenced', 'the operation failed elsewhere or was cancelled');
    await table.operations.closeWait(id, key, wait.entry);
  }
}

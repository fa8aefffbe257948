import type { Table } from '../../cloud/table.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import { running } from './open-operation.ts';
import { Problem } from './problem.ts';

/** What a patch is of: the spec that was sent last and accepted, which is what serves, or what the failed create wished for. */
export async function acceptedSpec({ name, serving, lastOperation, active }: Environment, table: Table): Promise<Revision> {
  const operation = serving?.operation ?? lastOperation;
  const revision = operation ? await table.revisions.get(name, operation) : undefined;
  if (!revision && active) throw running(name, active.operation);
  if (!revision) throw new Problem(409, 'NOTHING_TO_PATCH', `${name} has no accepted spec yet; PUT one.`);
  return revision;
}

/**
 * What the patch of a diagnosis is of: the spec that operation was to bring about. Only of the last one, because what came
 * after it was another wish.
 */
export async function specOf({ name, lastOperation }: Environment, operation: string, table: Table): Promise<Revision> {
  const revision = await table.revisions.get(name, operation);
  if (!revision) throw new Problem(404, 'OPERATION_UNKNOWN', `No operation ${operation} has wished for a spec of ${name}.`);
  if (operation !== lastOperation)
    throw new Problem(
      409,
      'OPERATION_NOT_LAST',
      `${name} has gone on since ${operation}; its last operation is ${lastOperation}.`,
    );
  return revision;
}

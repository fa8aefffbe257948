import type { Operation } from '../../domain/operation/operation.ts';
import { Problem } from './problem.ts';
import type { ApiDeps } from './use-case.ts';

/** What no operation can be called is not asked for: a key of the table has its limits. */
export async function findOperation(id: string, { table }: ApiDeps): Promise<Operation> {
  const operation = /^[a-z0-9-]{1,80}$/.test(id) ? await table.operations.get(id) : undefined;
  if (!operation) throw new Problem(404, 'OPERATION_UNKNOWN', `There is no operation ${id}.`);
  return operation;
}

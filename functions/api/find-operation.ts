import { newOperation } from '../../domain/operation/new-operation.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import { Problem } from './problem.ts';
import type { ApiDeps } from './use-case.ts';

/** What no operation can be called is not asked for: a key of the table has its limits. */
export async function findOperation(id: string, { table }: ApiDeps): Promise<Operation> {
  const operation = /^[a-z0-9-]{1,80}$/.test(id) ? ((await table.operations.get(id)) ?? (await ofLock(id, table))) : undefined;
  if (!operation) throw new Problem(404, 'OPERATION_UNKNOWN', `There is no operation ${id}.`);
  return operation;
}

/**
 * One that waits behind another has no item yet, nor has one that was handed the lock this moment: the environment holds all
 * there is of it. In neither place any more, it has got its item since it was asked for.
 */
async function ofLock(id: string, table: ApiDeps['table']): Promise<Operation | undefined> {
  const name = id.split('-').slice(0, -2).join('-');
  const environment = name === '' ? undefined : await table.environments.get(name);
  if (!environment) return undefined;
  const lock = [environment.next, environment.active].find((one) => one?.operation === id);
  return lock ? newOperation(name, lock) : table.operations.get(id);
}

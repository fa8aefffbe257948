import type { Table } from '../../cloud/table.ts';
import type { Environment, Served } from '../../domain/operation/environment.ts';
import type { Operation } from '../../domain/operation/operation.ts';

/**
 * Writes what a finished operation made of its environment and gives the lock back, in one conditional write. It reads
 * nothing but the two items, so anybody may repeat it: once the lock is gone, nothing happens.
 */
export async function releaseEnvironment(
  operation: Operation,
  { table, now }: { readonly table: Table; readonly now: () => number },
): Promise<void> {
  const environment = await table.environments.get(operation.environment);
  const { result } = operation;
  if (environment?.active?.operation !== operation.id || !result) return;
  if (result.becomes === 'GONE') {
    await table.environments.forget(operation.id, environment.name);
    return;
  }
  const { active, lastFailure, stuck, ...rest } = environment;
  const released: Environment = {
    ...rest,
    status: result.becomes,
    updatedAt: new Date(now()).toISOString(),
    lastOperation: operation.id,
    ...(result.serving ? { serving: result.serving, history: historyOf(environment, operation, now()) } : {}),
    ...(result.outputs ? { outputs: result.outputs } : {}),
    ...(result.monthlyCost ? { monthlyCost: result.monthlyCost } : {}),
    ...(result.protected === undefined ? {} : { protected: result.protected }),
    ...(result.lastFailure ? { lastFailure: result.lastFailure } : {}),
    ...(result.stuck ? { stuck: result.stuck } : {}),
  };
  await table.environments.release(operation.id, released);
}

const longestHistory = 20;

function historyOf({ history = [] }: Environment, operation: Operation, now: number): readonly Served[] {
  const { revision, id, kind, trigger, actor } = operation;
  const served: Served = { revision, operation: id, kind, trigger, actor, at: new Date(now).toISOString() };
  return [served, ...history].slice(0, longestHistory);
}

import type { Table } from '../../cloud/table.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Environment, Lock } from '../../domain/operation/environment.ts';
import { operationId } from '../../domain/operation/operation-id.ts';
import { itself } from '../../domain/trigger/itself.ts';
import type { Wish } from '../../domain/trigger/wish.ts';

/** The same happening is the same operation, however often it is told. */
export const operationOf = (environment: string, { kind, seed }: Wish) => operationId(environment, `${kind}\n${seed}`);

/**
 * Prepares to begin what serves once more: writes its revision and answers with the lock that begins it. Nothing has begun
 * before the lock is taken; undefined: nothing serves.
 */
export async function prepareAgain(
  environment: Environment,
  wish: Wish,
  { table, now }: { readonly table: Table; readonly now: () => number },
): Promise<Lock | undefined> {
  const { name, serving, lastRevision } = environment;
  const served = serving && (await table.revisions.get(name, serving.operation));
  if (!served) return undefined;
  const openedAt = new Date(now()).toISOString();
  const lock: Lock = {
    operation: operationOf(name, wish),
    kind: wish.kind,
    revision: lastRevision + 1,
    trigger: wish.trigger,
    actor: itself,
    openedAt,
    requestHash: sha256(wish.seed),
  };
  const { imagesOf: _before, ...same } = served;
  await table.revisions.save({
    ...same,
    operation: lock.operation,
    revision: lock.revision,
    createdAt: openedAt,
    actor: itself,
    ...(wish.kind === 'RESTART' ? { imagesOf: served.operation } : {}),
    requestHash: lock.requestHash,
  });
  return lock;
}

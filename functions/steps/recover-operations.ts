import type { Bus } from '../../cloud/bus.ts';
import type { Table } from '../../cloud/table.ts';
import type { Workflow } from '../../cloud/workflow.ts';
import { Retryable } from '../../domain/errors.ts';
import type { Environment, Lock } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import { isOver, openStatuses, statusWhile } from '../../domain/operation/transitions.ts';
import { endDismissed } from './dismiss.ts';
import { releaseEnvironment } from './release-environment.ts';

interface RecoverDeps {
  readonly table: Table;
  readonly workflow: Workflow;
  readonly bus: Bus;
  readonly now: () => number;
}
/** Younger than this, whoever opened the operation is still at it, and AWS may not yet show what it has started for it. */
const patienceMs = 30_000;

/** An execution that ends as soon as it begins rings at once: 10 s, 20 s, 40 s … and at last every 15 minutes. */
const pauseMs = (recoveries: number) => Math.min(10_000 * 2 ** (recoveries - 1), 15 * 60_000);

/**
 * The watchman, once a minute and whenever an execution ends badly: takes up what nobody drives any more. It asks only two
 * small lists, and every remedy is the same conditional write or idempotent start the first driver would have made.
 */
export function makeRecoverOperations(deps: RecoverDeps) {
  return async (): Promise<{ readonly recovered: readonly string[] }> => {
    const recovered: string[] = [];
    for (const status of openStatuses) {
      for await (const operation of pages((cursor) => deps.table.operations.listByStatus(status, 100, cursor))) {
        if (await takeUp(operation, deps)) recovered.push(operation.id);
      }
    }
    for (const status of new Set(Object.values(statusWhile))) {
      for await (const environment of pages((cursor) => deps.table.environments.listByStatus(status, 100, cursor))) {
        if (environment.active && (await unlock(environment, environment.active, deps)))
          recovered.push(environment.active.operation);
      }
    }
    return { recovered };
  };
}

async function takeUp(listed: Operation, deps: RecoverDeps): Promise<boolean> {
  const { table, workflow, now } = deps;
  if (listed.dismissed) {
    if (await endDismissed(listed, deps)) return true;
    // Unless it has begun after all, there is nothing to start and nothing to undo.
    const lock = (await table.environments.get(listed.environment))?.active;
    if (lock?.operation !== listed.id) return false;
  }
  if (now() - Date.parse(listed.openedAt) < patienceMs) return false;
  const operation = await table.operations.get(listed.id);
  if (!operation || isOver(operation.status)) return false;
  if (operation.takenUpAt && now() - Date.parse(operation.takenUpAt) < pauseMs(operation.recoveries)) return false;
  const [driver, teardown] = await Promise.all([operation.execution, `${operation.id}-c`].map((name) => workflow.find(name)));
  if (driver?.running || teardown?.running) return false;
  // What a deployment that ended well has handed over to may not be shown yet.
  if (now() - (driver?.succeededAt ?? 0) < patienceMs) return false;
  if (operation.status === 'QUEUED') {
    // Its name is the operation's, so this is never a second one; that it runs is not asked for at once, but in the next turn.
    if (await workflow.start(operation.kind === 'DELETE' ? 'teardown' : 'deploy', operation.id, operation.id)) return true;
  } else if (!driver && now() - lastDrivenAt(operation) < patienceMs) return false;
  const at = new Date(now()).toISOString();
  const execution = `${operation.id}-r${operation.recoveries + 1}`;
  if (!(await table.operations.replaceExecution(operation.id, operation, execution, at))) return false;
  await workflow.start('teardown', execution, operation.id);
  await table.timeline.tell(operation.id, execution, { at, text: `taken up by ${execution}` });
  return true;
}

/** Whoever waited behind another was opened long before. */
const lastDrivenAt = ({ openedAt, startedAt, cancelled, takenUpAt }: Operation) =>
  Math.max(...[openedAt, startedAt, cancelled?.at, takenUpAt].flatMap((at) => (at === undefined ? [] : [Date.parse(at)])));

/** A lock whose operation was never written gets it written; one whose operation is over is given back. */
async function unlock(environment: Environment, lock: Lock, deps: RecoverDeps): Promise<boolean> {
  const { table, now } = deps;
  if (now() - Date.parse(lock.openedAt) < patienceMs) return false;
  const operation = await table.operations.get(lock.operation);
  if (!operation) return table.operations.create(newOperation(environment.name, lock));
  if (!isOver(operation.status)) return false;
  try {
    await releaseEnvironment(operation, deps);
  } catch (error) {
    // The bus is asked again in a minute; others are not kept waiting for it.
    if (error instanceof Retryable) return false;
    throw error;
  }
  return true;
}

async function* pages<T>(page: (cursor?: string) => Promise<{ items: T[]; next?: string }>): AsyncGenerator<T> {
  let next: string | undefined;
  do {
    const { items, next: following } = await page(next);
    yield* items;
    next = following;
  } while (next);
}

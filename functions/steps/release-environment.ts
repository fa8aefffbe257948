import type { Workflow } from '../../cloud/workflow.ts';
import type { Environment, Lock, Served } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import type { Operation, Result } from '../../domain/operation/operation.ts';
import { statusWhile } from '../../domain/operation/transitions.ts';
import type { TellDeps } from '../events/tell-deps.ts';
import { tellEnded } from '../events/tell-ended.ts';

interface ReleaseDeps extends TellDeps {
  readonly workflow: Workflow;
}

/**
 * Tells what a finished operation came to, writes what it made of its environment and gives the lock back, in one conditional
 * write; to the operation that waits behind it, if one does. It reads nothing but the two items, so anybody may repeat it: once
 * the lock is another's, nothing happens.
 */
export async function releaseEnvironment(operation: Operation, deps: ReleaseDeps): Promise<void> {
  const { table, now } = deps;
  const { result } = operation;
  for (;;) {
    const environment = await table.environments.get(operation.environment);
    if (environment?.active?.operation !== operation.id || !result) return;
    await tellEnded(operation, deps);
    if (result.becomes === 'GONE') {
      await table.environments.forget(operation.id, environment.name);
      return;
    }
    const released = releasedBy(operation, result, environment, now());
    const { next } = environment;
    const follows = next && result.becomes !== 'STUCK' ? followUp(next, released) : undefined;
    // Nothing can be begun on what is STUCK: whoever waited is told so, before it is forgotten.
    if (next && !follows) await dismiss(environment.name, next, `${environment.name} became STUCK`, deps);
    const handed = follows ? { ...released, active: follows, status: statusWhile[follows.kind] } : released;
    // Somebody else came to wait meanwhile: then it is theirs.
    if (await table.environments.release(operation.id, handed, next?.operation)) {
      if (follows) await begin(newOperation(environment.name, follows), deps);
      return;
    }
  }
}

function releasedBy(operation: Operation, result: Result, environment: Environment, now: number): Environment {
  const { active, next, lastFailure, stuck, ...rest } = environment;
  return {
    ...rest,
    status: result.becomes === 'GONE' ? rest.status : result.becomes,
    updatedAt: new Date(now).toISOString(),
    lastOperation: operation.id,
    ...(result.serving ? { serving: result.serving, history: historyOf(environment, operation, now) } : {}),
    ...(result.outputs ? { outputs: result.outputs } : {}),
    ...(result.monthlyCost ? { monthlyCost: result.monthlyCost } : {}),
    ...(result.protected === undefined ? {} : { protected: result.protected }),
    ...(result.lastFailure ? { lastFailure: result.lastFailure } : {}),
    ...(result.stuck ? { stuck: result.stuck } : {}),
  };
}

const longestHistory = 20;

function historyOf({ history = [] }: Environment, operation: Operation, now: number): readonly Served[] {
  const { revision, id, kind, trigger, actor } = operation;
  const served: Served = { revision, operation: id, kind, trigger, actor, at: new Date(now).toISOString() };
  return [served, ...history].slice(0, longestHistory);
}

/** What it is called depends on what it meets: a first revision that failed leaves nothing to update. */
function followUp(next: Lock, { serving }: Environment): Lock {
  if (next.kind === 'DELETE') return next;
  return { ...next, kind: serving ? (next.kind === 'CREATE' ? 'UPDATE' : next.kind) : 'CREATE' };
}

/** Both may be repeated, and whoever dies before them leaves the watchman a lock without its operation. */
async function begin(operation: Operation, { table, workflow }: ReleaseDeps): Promise<void> {
  await table.operations.create(operation);
  await workflow.start(operation.kind === 'DELETE' ? 'teardown' : 'deploy', operation.id, operation.id);
}

/** The end of an operation that never began: it is found, and says why. */
export async function dismiss(
  environment: string,
  waiting: Lock,
  reason: string,
  { table, now }: Pick<ReleaseDeps, 'table' | 'now'>,
): Promise<void> {
  const at = new Date(now()).toISOString();
  const cancelled = { by: 'moorage', at, reason };
  await table.operations.create({ ...newOperation(environment, waiting), status: 'CANCELLED', cancelled, endedAt: at });
}

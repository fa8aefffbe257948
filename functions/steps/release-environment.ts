import type { Workflow } from '../../cloud/workflow.ts';
import type { Environment, Lock, Served } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import type { Operation, Result } from '../../domain/operation/operation.ts';
import { statusWhile } from '../../domain/operation/transitions.ts';
import type { Wish } from '../../domain/trigger/wish.ts';
import type { TellDeps } from '../events/tell-deps.ts';
import { tellEnded } from '../events/tell-ended.ts';
import { prepareAgain } from '../trigger/again.ts';
import { beginWave } from '../trigger/begin-wave.ts';
import { follow, unfollow } from '../trigger/follow.ts';
import { dismiss, stayDismissed } from './dismiss.ts';
import { takeTurn } from './take-turn.ts';

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
      await unfollow(environment, deps);
      await table.environments.forget(operation.id, environment.name);
      return;
    }
    const settled = releasedBy(operation, result, environment, now());
    const revision = result.serving && (await table.revisions.get(environment.name, operation.id));
    const watches = revision ? await follow(environment, operation, revision, deps) : undefined;
    const { next } = environment;
    const [wish, released] = nextWish(watches ? { ...settled, watches } : settled);
    const turn = next && (await takeTurn(next, released, deps));
    const again = wish && !turn?.begins ? await begunAgain(released, wish, operation.id, deps) : undefined;
    if (again && wish) await table.timeline.tell(again.operation, 'why', { at: again.openedAt, text: wish.why });
    const follows = turn?.begins ?? again;
    // Whoever waited and may not begin is told so, before it is forgotten.
    if (next && turn?.refused !== undefined) await dismiss(environment.name, next, { by: 'moorage', reason: turn.refused }, deps);
    const kept = turn?.begins ? { ...released, ...(environment.again ? { again: environment.again } : {}) } : released;
    const handed = follows ? takenBy(follows, kept) : kept;
    // Somebody else came to wait meanwhile: then it is theirs.
    if (await table.environments.release(operation.id, handed, environment)) {
      const gone = watches && environment.watches?.filter((key) => !watches.includes(key));
      if (gone) await table.watches.remove(environment.name, gone);
      if (follows) await begin(newOperation(environment.name, follows), deps);
      if (next && !turn?.begins) await stayDismissed(next.operation, deps);
      return;
    }
  }
}

function releasedBy(operation: Operation, result: Result, environment: Environment, now: number): Environment {
  const { active, next, ...left } = environment;
  // As if nobody had asked: what failed last is still what failed last.
  if (result.unchanged !== undefined && result.becomes !== 'GONE') return { ...left, status: result.becomes };
  const { lastFailure, stuck, ...rest } = left;
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
  const { revision, id, kind, trigger, actor, result } = operation;
  const at = new Date(now).toISOString();
  const served: Served = { revision, operation: id, kind, trigger, actor, at, ...(result?.onlyPauses && { onlyPauses: true }) };
  // Nights are forgotten before what was built.
  const [newest, rest] = [history.slice(0, longestHistory - 1), history.slice(longestHistory - 1)];
  return [served, ...newest, ...rest.filter((one) => !one.onlyPauses)].slice(0, longestHistory * 2);
}

const takenBy = (lock: Lock, environment: Environment): Environment => ({
  ...environment,
  active: lock,
  status: statusWhile[lock.kind],
  ...(lock.kind === 'CREATE' ? { madeBy: lock.operation } : {}),
  lastRevision: Math.max(environment.lastRevision, lock.revision),
});

/**
 * The first of what was wished for while nothing could be begun, and the environment without it. New images go before new tasks.
 * What is paused or stuck keeps its wishes until it is neither; new tasks it gets with the wake itself.
 */
function nextWish(environment: Environment): readonly [Wish | undefined, Environment] {
  const { again, ...rest } = environment;
  if (environment.status === 'PAUSED') return [undefined, again?.REBUILD ? { ...rest, again: { REBUILD: again.REBUILD } } : rest];
  if (environment.status !== 'AVAILABLE') return [undefined, environment];
  const kind = again?.REBUILD ? 'REBUILD' : 'RESTART';
  const wish = again?.[kind];
  if (!wish) return [undefined, rest];
  const { [kind]: _taken, ...others } = again;
  return [wish, Object.keys(others).length > 0 ? { ...rest, again: others } : rest];
}

/** What waited for the lock takes it at once; while anything is frozen it becomes a wave, which waits for the thaw. */
async function begunAgain(environment: Environment, wish: Wish, operation: string, deps: ReleaseDeps): Promise<Lock | undefined> {
  if (!(await deps.table.freezes.get())) return prepareAgain(environment, wish, deps);
  await beginWave(wish, [environment.name], deps, operation);
  return undefined;
}

/** Both may be repeated, and whoever dies before them leaves the watchman a lock without its operation. */
async function begin(operation: Operation, { table, workflow }: ReleaseDeps): Promise<void> {
  await table.operations.create(operation);
  await workflow.start(operation.kind === 'DELETE' ? 'teardown' : 'deploy', operation.id, operation.id);
}

import type { Environment, JudgedOn } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import { dismiss, stayDismissed } from '../steps/dismiss.ts';
import { makeWay } from './make-way.ts';
import { accepted, idOf, lockOf, noteWarnings, saveRevision, type Wish } from './open-operation.ts';
import { namesRevision } from './preconditions.ts';
import { Problem } from './problem.ts';
import { refuseFrozen } from './refuse-frozen.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

/** Whether the caller wants what runs to make way. */
export const supersedes = ({ query, behind }: Request) => query.supersede === 'true' || behind === 'makesWay';

interface Asked {
  readonly request: Request;
  /** It was made of the spec that serves. */
  readonly patches: boolean;
}

/**
 * Puts an operation behind the one that runs and, unless it waits for it, has that one undone. First the place, then the cancel:
 * a death between the two leaves one that waits until the other is over by itself, and none is lost. Undefined: the environment
 * is not as it was seen any more, so that the request has to be judged again.
 */
export async function supersede(
  wish: Wish,
  seen: Environment,
  { request, patches }: Asked,
  deps: ApiDeps,
): Promise<Answer | undefined> {
  await refuseFrozen(deps);
  const { table } = deps;
  const { name, active, next } = seen;
  if (!active) return undefined;
  if (active.kind === 'DELETE')
    throw new Problem(409, 'DELETE_NOT_CANCELLABLE', `${name} is being deleted; wait until it is gone.`, {
      operation: active.operation,
    });
  const id = await idOf(name, request, deps);
  const lock = { ...lockOf(wish, seen, id, request, deps.now()), judgedOn: judgedOn(seen, request, patches) };
  await saveRevision(wish, lock, deps);
  if (next) await dismiss(name, next, { by: 'moorage', reason: `superseded by ${id}` }, deps);
  let begun: string | undefined;
  if (!(await table.environments.queue({ ...seen, active }, lock))) {
    // Unless it is in its place already, and only the answer to that was lost.
    const now = await table.environments.get(name);
    if (![now?.next, now?.active].some((one) => one?.operation === id)) return undefined;
    begun = now?.active?.operation;
  }
  if (next && next.operation !== begun) await stayDismissed(next.operation, deps);
  if (supersedes(request)) await makeWay(active.operation, `superseded by ${id}`, request.actor, deps);
  await noteWarnings(wish, lock, deps);
  return accepted(newOperation(name, lock), wish.warnings);
}

function judgedOn({ serving }: Environment, request: Request, patches: boolean): JudgedOn {
  return {
    ...(serving ? { revision: serving.revision, operation: serving.operation } : {}),
    ...(namesRevision(request) ? { only: 'revision' } : patches ? { only: 'spec' } : {}),
  };
}

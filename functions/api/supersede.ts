import type { Environment } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import { dismiss, stayDismissed } from '../steps/dismiss.ts';
import { makeWay } from './make-way.ts';
import { accepted, idOf, lockOf, noteWarnings, openOperation, saveRevision, type Wish } from './open-operation.ts';
import { Problem } from './problem.ts';
import { refuseFrozen } from './refuse-frozen.ts';
import { refuseStranger } from './refuse-stranger.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

/** Whether the caller wants what runs to make way. */
export const supersedes = ({ query, behind }: Request) => query.supersede === 'true' || behind === 'makesWay';

/**
 * Puts an operation behind the one that runs and, unless it waits for it, has that one undone. First the place, then the cancel: a death between the
 * two leaves one that waits until the other is over by itself, and none is lost.
 */
export async function supersede(wish: Wish, seen: Environment, request: Request, deps: ApiDeps): Promise<Answer> {
  await refuseFrozen(deps);
  const { table } = deps;
  const id = await idOf(wish.environment, request, deps);
  let environment: Environment | undefined = seen;
  for (;;) {
    // Over by now: nothing has to make way.
    if (!environment?.active) return openOperation(wish, environment, request, deps);
    const { active } = environment;
    if (active.kind === 'DELETE')
      throw new Problem(409, 'DELETE_NOT_CANCELLABLE', `${environment.name} is being deleted; wait until it is gone.`, {
        operation: active.operation,
      });
    const lock = lockOf(wish, environment, id, request, deps.now());
    await saveRevision(wish, lock, deps);
    const { next } = environment;
    if (next) await dismiss(environment.name, next, { by: 'moorage', reason: `superseded by ${id}` }, deps);
    if (await table.environments.queue({ ...environment, active }, lock)) {
      if (next) await stayDismissed(next.operation, deps);
      if (supersedes(request)) await makeWay(active.operation, `superseded by ${id}`, request.actor, deps);
      await noteWarnings(wish, lock, deps);
      return accepted(newOperation(wish.environment, lock), wish.warnings);
    }
    environment = await table.environments.get(wish.environment);
    // What has come to serve meanwhile may have other owners.
    await refuseStranger(environment, request, deps);
  }
}

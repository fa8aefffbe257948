import type { Environment, Lock } from '../../domain/operation/environment.ts';
import { isPastReturn } from '../../domain/operation/is-past-return.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import { fence } from '../ensure/fence.ts';
import { dismiss } from '../steps/release-environment.ts';
import { accepted, idOf, lockOf, openOperation, saveRevision, type Wish } from './open-operation.ts';
import { Problem } from './problem.ts';
import { refuseFrozen } from './refuse-frozen.ts';
import { refuseStranger } from './refuse-stranger.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

/** Whether the caller wants what runs to make way. */
export const supersedes = ({ query }: Request) => query.supersede === 'true';

/**
 * Puts an operation behind the one that runs and has that one undone. First the place, then the cancel: a death between the
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
    if (await table.environments.queue({ ...environment, active }, lock)) {
      if (environment.next) await dismiss(environment.name, environment.next, `superseded by ${id}`, deps);
      await makeWay(active, id, request.actor, deps);
      return accepted(newOperation(wish.environment, lock), wish.warnings);
    }
    environment = await table.environments.get(wish.environment);
    // What has come to serve meanwhile may have other owners.
    await refuseStranger(environment, request, deps);
  }
}

/** Cancels what runs, unless it is so far that it is sooner over than undone. */
async function makeWay({ operation: id }: Lock, by: string, actor: string, { table, workflow, now }: ApiDeps): Promise<void> {
  const operation = await table.operations.get(id);
  if (!operation || isPastReturn(operation) || operation.cancelled) return;
  const at = new Date(now()).toISOString();
  const cancelled = { by: actor, at, reason: `superseded by ${by}` };
  if (!(await table.operations.move(id, 'FAILING', { cancelled }))) return;
  await table.timeline.tell(id, 'cancel', { at, text: `superseded by ${by}` });
  await fence(id, undefined, { table, workflow });
}

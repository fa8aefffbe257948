import { checkFreezeSeen, freezeMoved } from './check-freeze-seen.ts';
import { freezeAnswer } from './freeze-view.ts';
import type { Use } from './use-case.ts';

/** Lets everything begin again; where nothing is frozen it says so. */
export const liftFreeze: Use = async (request, deps) => {
  const { table, log } = deps;
  const standing = await table.freezes.get();
  if (!standing) return freezeAnswer(undefined, deps);
  checkFreezeSeen(request, standing);
  if (!(await table.freezes.lift(standing))) throw freezeMoved(await table.freezes.get());
  log({ level: 'WARN', message: 'freeze lifted', by: request.actor, lifted: standing });
  return freezeAnswer(undefined, deps, standing);
};

import type { Freeze } from '../../domain/freeze.ts';
import { toFindings } from '../../domain/spec/to-findings.ts';
import type { SetFreeze } from '../../schemas/gen/api.types.ts';
import { validateSetFreeze } from '../../schemas/gen/validators.js';
import { checkFreezeSeen, freezeMoved } from './check-freeze-seen.ts';
import { freezeAnswer } from './freeze-view.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

/** Stops new operations, with a reason everyone sees. The same again is the same freeze, with its first moment. */
export const setFreeze: Use = async (request, deps) => {
  const { table, now, log } = deps;
  if (!validateSetFreeze(request.body))
    throw new Problem(400, 'BODY_REFUSED', 'The body is { "reason": …, "scope": "everything" or "triggers" }.', {
      findings: toFindings(validateSetFreeze.errors ?? [], ['reason', 'scope']),
    });
  const { reason, scope = 'everything' } = request.body as SetFreeze;
  const standing = await table.freezes.get();
  if (standing && standing.reason === reason && standing.scope === scope && standing.by === request.actor)
    return freezeAnswer(standing, deps);
  checkFreezeSeen(request, standing);
  const freeze: Freeze = { scope, reason, by: request.actor, since: new Date(now()).toISOString() };
  if (!(await table.freezes.set(freeze, standing))) throw freezeMoved(await table.freezes.get());
  // A freeze leaves no other trace once it is lifted.
  log({ level: 'WARN', message: 'frozen', ...freeze, ...(standing ? { instead: standing } : {}) });
  return freezeAnswer(freeze, deps);
};

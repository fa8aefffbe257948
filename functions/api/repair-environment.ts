import { knownEnvironment } from './known-environment.ts';
import { openOperation, running } from './open-operation.ts';
import { checkPreconditions } from './preconditions.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

/**
 * Makes record and reality agree again: the serving revision's spec is brought about once more, with its images,
 * from whatever state the stacks are in. It is the way out of STUCK for what still serves, and brings back what was deleted by hand.
 */
export const repairEnvironment: Use = async (request, deps) => {
  const { repeat, environment } = await knownEnvironment(request, deps, 'run');
  if (repeat) return repeat;
  const { name } = environment;
  checkPreconditions(request, environment);
  if (environment.active) throw running(name, environment.active.operation);
  const { serving } = environment;
  const revision = serving && (await deps.table.revisions.get(name, serving.operation));
  if (!revision)
    throw new Problem(
      409,
      'NOTHING_TO_REPAIR',
      `No revision of ${name} has ever served: DELETE it${environment.status === 'STUCK' ? '' : ', or PUT it again'}.`,
    );
  const wish = { environment: name, kind: 'REPAIR', spec: revision.spec, warnings: [], imagesOf: revision.operation } as const;
  return openOperation(wish, environment, request, deps);
};

import { mergePatch } from '../../domain/spec/merge-patch.ts';
import { applySpec } from './apply-spec.ts';
import { knownEnvironment } from './known-environment.ts';
import { running } from './open-operation.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

/** The patch is of the spec that was sent last and accepted: what serves, or what the failed create wished for. */
export const patchEnvironment: Use = async (request, deps) => {
  const { repeat, environment } = await knownEnvironment(request, deps);
  if (repeat) return repeat;
  const { name } = environment;
  const operation = environment.serving?.operation ?? environment.lastOperation;
  const revision = operation ? await deps.table.revisions.get(name, operation) : undefined;
  if (!revision && environment.active) throw running(name, environment.active.operation);
  if (!revision) throw new Problem(409, 'NOTHING_TO_PATCH', `${name} has no accepted spec yet; PUT one.`);
  return applySpec(name, mergePatch(revision.spec, request.body), request, deps);
};

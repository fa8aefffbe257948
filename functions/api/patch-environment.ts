import { mergePatch } from '../../domain/spec/merge-patch.ts';
import { applySpec, checkName } from './apply-spec.ts';
import { findRepeat, running } from './open-operation.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

/** The patch is of the spec that was sent last and accepted: what serves, or what the failed create wished for. */
export const patchEnvironment: Use = async (request, deps) => {
  const name = request.parameters.name ?? '';
  checkName(name);
  const environment = await deps.table.environments.get(name);
  if (!environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
  // A repeat must be known before the patch is applied: its first arrival has changed the spec it would be applied to.
  const repeat = await findRepeat(name, request, environment, deps);
  if (repeat) return repeat;
  const operation = environment.serving?.operation ?? environment.lastOperation;
  const revision = operation ? await deps.table.revisions.get(name, operation) : undefined;
  if (!revision && environment.active) throw running(name, environment.active.operation);
  if (!revision) throw new Problem(409, 'NOTHING_TO_PATCH', `${name} has no accepted spec yet; PUT one.`);
  return applySpec(name, mergePatch(revision.spec, request.body), request, deps);
};

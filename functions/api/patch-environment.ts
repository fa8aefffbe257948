import { mergePatch } from '../../domain/spec/merge-patch.ts';
import { acceptedSpec, specOf } from './accepted-spec.ts';
import { applySpec } from './apply-spec.ts';
import { knownEnvironment } from './known-environment.ts';
import type { Use } from './use-case.ts';

export const patchEnvironment: Use = async (request, deps) => {
  const change = onlyLiftsProtection(request.body) ? 'run' : 'spec';
  const { repeat, environment } = await knownEnvironment(request, deps, change);
  if (repeat) return repeat;
  const { of } = request.query;
  if (of === undefined) {
    const { spec } = await acceptedSpec(environment, deps.table);
    return applySpec(environment.name, mergePatch(spec, request.body), request, deps, { change });
  }
  const { spec, imagesOf } = await specOf(environment, of, deps.table);
  return applySpec(environment.name, mergePatch(spec, request.body), request, deps, { imagesOf });
};

/** A stack whose Delete has failed because of it cannot be updated any more: this is the way out. */
const onlyLiftsProtection = (patch: unknown) => JSON.stringify(patch) === '{"protected":false}';

import { mergePatch } from '../../domain/spec/merge-patch.ts';
import { acceptedSpec, specOf } from './accepted-spec.ts';
import { bringAbout } from './bring-about.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

export const patchEnvironment: Use = (request, deps) => {
  const { name = '' } = request.parameters;
  const { of } = request.query;
  const change = onlyLiftsProtection(request.body) ? 'run' : 'spec';
  return bringAbout(
    name,
    async (environment) => {
      if (!environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
      if (of === undefined) return { spec: mergePatch((await acceptedSpec(environment, deps.table)).spec, request.body) };
      const { spec, imagesOf } = await specOf(environment, of, deps.table);
      return { spec: mergePatch(spec, request.body), imagesOf };
    },
    request,
    deps,
    { change: of === undefined ? change : 'spec', patches: true },
  );
};

/** A stack whose Delete has failed because of it cannot be updated any more: this is the way out. */
const onlyLiftsProtection = (patch: unknown) => JSON.stringify(patch) === '{"protected":false}';

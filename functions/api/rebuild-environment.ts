import { toFindings } from '../../domain/spec/to-findings.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { validateRebuild } from '../../schemas/gen/validators.js';
import { knownEnvironment } from './known-environment.ts';
import { Problem } from './problem.ts';
import { redoRevision, servingRevision } from './redo-revision.ts';
import type { Use } from './use-case.ts';

/**
 * The serving spec with its images made anew: sources and base images may have changed. With a `ref` every build from git is
 * made from that, and stays on it.
 */
export const rebuildEnvironment: Use = async (request, deps) => {
  const body = request.body ?? {};
  const { ref } = body as { ref?: string };
  // From another ref it is another spec.
  const { repeat, environment } = await knownEnvironment(request, deps, ref === undefined ? 'run' : 'spec');
  if (repeat) return repeat;
  if (!validateRebuild(body))
    throw new Problem(400, 'BODY_REFUSED', 'The body is { "ref": … } or empty.', {
      findings: toFindings(validateRebuild.errors ?? [], ['ref']),
    });
  const revision = await servingRevision(environment, deps);
  const spec = ref === undefined ? revision.spec : at(ref, revision.spec);
  return redoRevision(environment, { kind: 'REBUILD', revision: { ...revision, spec } }, request, deps);
};

function at(ref: string, spec: Spec): Spec {
  const builds = Object.entries(spec.builds ?? {}).map(([name, build]) => [
    name,
    build.git === undefined ? build : { ...build, ref },
  ]);
  return { ...spec, builds: Object.fromEntries(builds) };
}

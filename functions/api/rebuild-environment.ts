import { knownEnvironment } from './known-environment.ts';
import { redoRevision, servingRevision } from './redo-revision.ts';
import type { Use } from './use-case.ts';

/** The serving spec with its images made anew: sources and base images may have changed. */
export const rebuildEnvironment: Use = async (request, deps) => {
  const { repeat, environment } = await knownEnvironment(request, deps);
  if (repeat) return repeat;
  const revision = await servingRevision(environment, deps);
  return redoRevision(environment, { kind: 'REBUILD', revision }, request, deps);
};

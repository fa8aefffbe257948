import { knownEnvironment } from './known-environment.ts';
import { redoRevision, servingRevision } from './redo-revision.ts';
import type { Use } from './use-case.ts';

/** The same images in new tasks: secrets are read again, and whatever a task has gathered is gone. */
export const restartEnvironment: Use = async (request, deps) => {
  const { repeat, environment } = await knownEnvironment(request, deps, 'run');
  if (repeat) return repeat;
  const revision = await servingRevision(environment, deps);
  return redoRevision(environment, { kind: 'RESTART', revision, imagesOf: revision.operation }, request, deps);
};

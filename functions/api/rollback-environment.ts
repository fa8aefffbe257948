import type { Environment, Served } from '../../domain/operation/environment.ts';
import { keptRevisions, rollbackWindow } from '../../domain/operation/rollback-window.ts';
import { validateRollback } from '../../schemas/gen/validators.js';
import { knownEnvironment } from './known-environment.ts';
import { Problem } from './problem.ts';
import { redoRevision, servingRevision } from './redo-revision.ts';
import type { Use } from './use-case.ts';

/**
 * An earlier revision with the very images it ran: the one before the serving one, or the one that is named. Whether it is
 * paused stays: who goes back to yesterday's image neither wakes what sleeps nor puts to sleep what runs.
 */
export const rollbackEnvironment: Use = async (request, deps) => {
  const { repeat, environment } = await knownEnvironment(request, deps);
  if (repeat) return repeat;
  const { body } = request;
  if (body !== undefined && !validateRollback(body))
    throw new Problem(400, 'BODY_INVALID', 'Send {"revision": 3}, or nothing for the revision before.');
  const wanted = (body as { revision?: number } | undefined)?.revision;
  const served = targetOf(environment, wanted);
  const revision = await deps.table.revisions.get(environment.name, served.operation);
  if (!revision)
    throw new Problem(409, 'REVISION_UNKNOWN', `The record of ${environment.name} has lost revision ${served.revision}.`);
  const { paused } = (await servingRevision(environment, deps)).spec;
  const { paused: _, ...spec } = revision.spec;
  const kept = { ...revision, spec: paused ? { ...spec, paused } : spec };
  return redoRevision(environment, { kind: 'ROLLBACK', revision: kept, imagesOf: served.operation }, request, deps);
};

function targetOf(environment: Environment, wanted: number | undefined): Served {
  const { name } = environment;
  const { earlier, before } = rollbackWindow(environment);
  const found = wanted === undefined ? before : earlier.find(({ revision }) => revision === wanted);
  if (found) return found;
  const there = earlier.map(({ revision }) => revision).join(', ') || 'none';
  const what =
    wanted === undefined ? 'No revision served before' : `Revision ${wanted} is not among the last ${keptRevisions} that served`;
  throw new Problem(409, 'REVISION_UNKNOWN', `${what} the one that serves ${name}; there is ${there}.`);
}

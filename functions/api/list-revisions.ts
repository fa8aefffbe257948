import { isName } from '../../domain/is-name.ts';
import type { RevisionPage } from '../../schemas/gen/api.types.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

/** What has served, newest first: who brought it about, when and why. */
export const listRevisions: Use = async ({ parameters: { name = '' } }, { table }) => {
  const environment = isName(name) ? await table.environments.get(name) : undefined;
  if (!environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
  const { history = [], serving } = environment;
  const body: RevisionPage = {
    revisions: history.map((served) => ({ ...served, serving: served.operation === serving?.operation })),
  };
  return { status: 200, body };
};

import { isName } from '../../domain/is-name.ts';
import { environmentView } from './environment-view.ts';
import { etagOf } from './preconditions.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

export const getEnvironment: Use = async ({ parameters: { name = '' } }, deps) => {
  const environment = isName(name) ? await deps.table.environments.get(name) : undefined;
  if (!environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
  return { status: 200, body: await environmentView(environment, deps), headers: { etag: etagOf(environment) } };
};

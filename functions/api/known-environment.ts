import type { Environment } from '../../domain/operation/environment.ts';
import { checkName } from './apply-spec.ts';
import { findRepeat } from './open-operation.ts';
import { Problem } from './problem.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

type Known =
  | { readonly repeat: Answer; readonly environment?: undefined }
  | { readonly repeat?: undefined; readonly environment: Environment };

/**
 * The environment a request names to change it, or the answer the request has had before. A repeat goes first: its first
 * arrival may have changed what it would be judged by, or removed it.
 */
export async function knownEnvironment(request: Request, deps: ApiDeps): Promise<Known> {
  const name = request.parameters.name ?? '';
  checkName(name);
  const environment = await deps.table.environments.get(name);
  const repeat = await findRepeat(name, request, environment, deps);
  if (repeat) return { repeat };
  if (!environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
  return { environment };
}

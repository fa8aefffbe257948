import type { Environment } from '../../domain/operation/environment.ts';
import { changeableEnvironment } from './changeable-environment.ts';
import { Problem } from './problem.ts';
import type { Change } from './refuse-stranger.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

type Known =
  | { readonly repeat: Answer; readonly environment?: undefined }
  | { readonly repeat?: undefined; readonly environment: Environment };

/** The environment a request names to change it, or the answer the request has had before. */
export async function knownEnvironment(request: Request, deps: ApiDeps, change: Change = 'spec'): Promise<Known> {
  const name = request.parameters.name ?? '';
  const { repeat, environment } = await changeableEnvironment(name, request, deps, change);
  if (repeat) return { repeat };
  if (!environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
  return { environment };
}

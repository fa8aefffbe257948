import type { Environment } from '../../domain/operation/environment.ts';
import { checkName } from './check-name.ts';
import { findRepeat } from './open-operation.ts';
import { type Change, refuseStranger } from './refuse-stranger.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

type Changeable =
  | { readonly repeat: Answer; readonly environment?: undefined }
  | { readonly repeat?: undefined; readonly environment: Environment | undefined };

/**
 * What stands under a name, for whoever may change it, or the answer the request has had before. A repeat goes first: its
 * first arrival may have changed what it would be judged by, or removed it.
 */
export async function changeableEnvironment(
  name: string,
  request: Request,
  deps: ApiDeps,
  change: Change = 'spec',
): Promise<Changeable> {
  checkName(name);
  const environment = await deps.table.environments.get(name);
  const repeat = await findRepeat(name, request, environment, deps);
  if (repeat) return { repeat };
  return { environment: await refuseStranger(environment, request, deps, change) };
}

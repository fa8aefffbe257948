import { newOperation } from '../../domain/operation/new-operation.ts';
import { knownEnvironment } from './known-environment.ts';
import { accepted, openOperation, running } from './open-operation.ts';
import { checkPreconditions } from './preconditions.ts';
import { Problem } from './problem.ts';
import { supersede, supersedes } from './supersede.ts';
import type { Use } from './use-case.ts';

/** Asked again while it runs, a DELETE answers with the operation that does it. */
export const deleteEnvironment: Use = async (request, deps) => {
  const { repeat, environment } = await knownEnvironment(request, deps);
  if (repeat) return repeat;
  const { name } = environment;
  checkPreconditions(request, environment);
  if (environment.active) {
    const { operation, kind } = environment.active;
    if (kind !== 'DELETE' && supersedes(request) && !environment.protected) {
      const wish = { environment: name, kind: 'DELETE', warnings: [] } as const;
      return (await supersede(wish, environment, { request, patches: false }, deps)) ?? deleteEnvironment(request, deps);
    }
    if (kind !== 'DELETE') throw running(name, operation);
    // The lock says all of it, should its item not be written yet.
    return accepted((await deps.table.operations.get(operation)) ?? newOperation(name, environment.active), []);
  }
  if (environment.protected)
    throw new Problem(409, 'ENVIRONMENT_PROTECTED', `${name} is protected; PATCH it with {"protected": false} first.`);
  return openOperation({ environment: name, kind: 'DELETE', warnings: [] }, environment, request, deps);
};

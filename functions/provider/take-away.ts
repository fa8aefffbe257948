import { isOver } from '../../domain/operation/transitions.ts';
import type { StackRequest, Verdict } from '../../domain/stack-request/stack-request.ts';
import { deleteEnvironment } from '../api/delete-environment.ts';
import { Problem } from '../api/problem.ts';
import { isBusy } from './is-busy.ts';
import type { ProviderDeps } from './provider-deps.ts';
import { requestTo } from './request-to.ts';

/** A Delete: every environment of the resource that CloudFormation turns away from goes, and it is true when they are gone. */
export async function takeAway(request: StackRequest, deps: ProviderDeps): Promise<Verdict | undefined> {
  const names = [...new Set([...(request.environment === undefined ? [] : [request.environment]), ...request.strays])];
  let left: string | undefined;
  for (const name of names) {
    const went = await removal(name, request, deps);
    if (went === 'gone') continue;
    if (went.failed !== undefined) return { status: 'FAILED', reason: went.failed };
    left = went.operation ?? name;
  }
  if (left === undefined) return { status: 'SUCCESS' };
  if (deps.now() < Date.parse(request.givesUpAt)) return undefined;
  return { status: 'FAILED', reason: `It is still being removed, by ${left}, which goes on: delete the stack again in a while.` };
}

type Removal = 'gone' | { readonly operation?: string; readonly failed?: string };

/** Removes an environment if it is the resource's own. Every repeat is the same operation. */
export async function removal(name: string, request: StackRequest, deps: ProviderDeps): Promise<Removal> {
  const { table } = deps;
  const environment = await table.environments.get(name);
  if (environment?.createdBy !== request.actor) return 'gone';
  try {
    const asked = requestTo(name, request, { method: 'DELETE', query: { supersede: 'true' } });
    const { operation: id = '' } = (await deleteEnvironment(asked, deps)).body as { operation?: string };
    const operation = await table.operations.get(id);
    if (!operation || !isOver(operation.status)) return { operation: id };
    // Over, and the lock is about to be given back.
    if (operation.status === 'SUCCEEDED') return 'gone';
    const { sentence, remedy } = operation.result?.lastFailure ?? {};
    return { failed: [sentence ?? `${id} is ${operation.status}.`, remedy].filter(Boolean).join(' ') };
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    return isBusy(error) ? {} : { failed: `${error.code}: ${error.message}` };
  }
}

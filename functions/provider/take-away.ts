import { isOver } from '../../domain/operation/transitions.ts';
import { givesUpAt } from '../../domain/stack-request/gives-up-at.ts';
import { madeAs } from '../../domain/stack-request/made-as.ts';
import type { StackRequest, Verdict } from '../../domain/stack-request/stack-request.ts';
import { deleteEnvironment } from '../api/delete-environment.ts';
import { Problem } from '../api/problem.ts';
import { isBusy } from './is-busy.ts';
import type { ProviderDeps } from './provider-deps.ts';
import { requestTo } from './request-to.ts';

/** A Delete: every environment of the resource that CloudFormation turns away from goes, and it is true when they are gone. */
export async function takeAway(request: StackRequest, deps: ProviderDeps): Promise<Verdict | undefined> {
  const { knownAs, strays = [] } = request;
  const late = deps.now() >= givesUpAt(request);
  let left: string | undefined;
  for (const id of [...(knownAs === undefined ? [] : [knownAs]), ...strays]) {
    const went = await removal(id, request, deps);
    if (went === 'gone') continue;
    if (went.failed !== undefined && (late || !went.mayChange)) return { status: 'FAILED', reason: went.failed };
    left = went.operation ?? madeAs(request.actor, id)?.environment;
  }
  if (left === undefined) return { status: 'SUCCESS' };
  if (!late) return undefined;
  return { status: 'FAILED', reason: `It is still being removed, by ${left}, which goes on: delete the stack again in a while.` };
}

/** `mayChange`: it is refused just now, by what an operator lifts. */
type Removal = 'gone' | { readonly operation?: string; readonly failed?: string; readonly mayChange?: boolean };

/**
 * Removes what a physical id stands for: the environment of that name, if this resource owns it and it is still the one that
 * operation made. Every repeat is the same operation.
 */
export async function removal(id: string, request: StackRequest, deps: ProviderDeps): Promise<Removal> {
  const { table } = deps;
  const made = madeAs(request.actor, id);
  const environment = made && (await table.environments.get(made.environment));
  if (!environment || environment.createdBy !== request.actor) return 'gone';
  const { name, madeBy } = environment;
  // Of one that was lost and restored nothing is known but its name: then only its own Delete takes it away.
  if (madeBy === undefined ? id !== request.knownAs : madeBy !== made.operation) return 'gone';
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
    return isBusy(error) ? {} : { failed: `${error.code}: ${error.message}`, mayChange: error.code === 'SERVICE_FROZEN' };
  }
}

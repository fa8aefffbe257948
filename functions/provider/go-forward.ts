import { isPastReturn } from '../../domain/operation/is-past-return.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import { isOver } from '../../domain/operation/transitions.ts';
import { attributesOf } from '../../domain/stack-request/attributes-of.ts';
import type { StackRequest, Verdict } from '../../domain/stack-request/stack-request.ts';
import type { Accepted, EnvironmentView, Finding, Outputs } from '../../schemas/gen/api.types.ts';
import { applySpec } from '../api/apply-spec.ts';
import { makeWay } from '../api/make-way.ts';
import { Problem } from '../api/problem.ts';
import { isBusy } from './is-busy.ts';
import type { ProviderDeps } from './provider-deps.ts';
import { requestTo } from './request-to.ts';
import { removal } from './take-away.ts';

/** A Create or an Update: the environment becomes what the template says, or the answer says why not. */
export async function goForward(request: StackRequest, deps: ProviderDeps): Promise<Verdict | undefined> {
  const { environment: name = '', fault, knownAs, physicalId, strays } = request;
  if (fault !== undefined) return { status: 'FAILED', reason: fault };
  // What CloudFormation has turned away from goes by itself; this request does not wait for it.
  for (const stray of strays) {
    const went = await removal(stray, request, deps);
    const begun = went === 'gone' || went.operation !== undefined || went.failed !== undefined;
    if (!begun && !late(request, deps)) return undefined;
  }
  const verdict = await brought(name, request, deps);
  // Under its new name it failed, and CloudFormation will never ask us to take away what this request has made there.
  if (verdict?.status === 'FAILED' && knownAs !== undefined && knownAs !== physicalId && (await madeIt(name, request, deps)))
    await removal(name, request, deps);
  return verdict;
}

async function madeIt(name: string, { actor, requestId }: StackRequest, { table }: ProviderDeps): Promise<boolean> {
  // As it is by now: what it has opened may have been written after this copy of it was read.
  const operation = (await table.stackRequests.get(actor, requestId))?.operation;
  return operation !== undefined && (await table.environments.get(name))?.firstOperation === operation;
}

async function brought(name: string, request: StackRequest, deps: ProviderDeps): Promise<Verdict | undefined> {
  const opened = request.operation === undefined ? await open(name, request, deps) : { operation: request.operation };
  if (!opened) return late(request, deps) ? tooLate(undefined) : undefined;
  if ('status' in opened) return opened;
  const { operation: id } = opened;
  const operation = await deps.table.operations.get(id);
  // Whoever waits for a condition hears the rest through that.
  if (request.signalUrl !== undefined && request.answer === undefined) return succeeded(name, undefined, request);
  if (operation && isOver(operation.status)) return verdictOf(name, operation, request);
  // Past return it is sooner over than undone, and it may still be in time.
  const ends = operation && isPastReturn(operation) ? request.endsAt : request.givesUpAt;
  if (deps.now() < Date.parse(ends)) return undefined;
  await makeWay(id, 'its stack waits no longer', request.actor, deps);
  return tooLate(id);
}

const late = ({ givesUpAt }: StackRequest, { now }: ProviderDeps) => now() >= Date.parse(givesUpAt);

const tooLate = (operation: string | undefined): Verdict => ({
  status: 'FAILED',
  reason: operation
    ? `${operation} took longer than CloudFormation waits for a custom resource, less the time to clear away.`
    : 'Another operation was at work for as long as CloudFormation waits for a custom resource.',
});

/** Undefined: it cannot be taken just now. */
async function open(name: string, request: StackRequest, deps: ProviderDeps) {
  const { spec, actor } = request;
  const { table } = deps;
  try {
    const running = (await table.environments.get(name))?.active;
    // A stack that asks again has turned away from what it asked before; what others began is waited for.
    const behind = running?.actor === actor ? 'makesWay' : 'waits';
    const answer = await applySpec(name, spec, requestTo(name, request, { method: 'PUT', query: {}, body: spec, behind }), deps);
    if (answer.status === 200) return succeeded(name, (answer.body as EnvironmentView).outputs, request);
    const { operation } = answer.body as Accepted;
    await table.stackRequests.setOperation(request, operation);
    return { operation };
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    if (isBusy(error)) return undefined;
    const reason = error.findings.map(sentenceOf).join(' ') || error.message;
    return { status: 'FAILED', reason: `${error.code}: ${reason}` } as const;
  }
}

const sentenceOf = ({ pointer, code, message, remedy }: Finding) => `${pointer} ${code}: ${message} ${remedy}`;

function succeeded(name: string, outputs: Outputs | undefined, { spec }: StackRequest): Verdict {
  return { status: 'SUCCESS', data: Object.fromEntries(attributesOf(name, outputs, spec)) };
}

function verdictOf(name: string, { id, status, result, cancelled }: Operation, request: StackRequest): Verdict {
  if (status === 'SUCCEEDED') return succeeded(name, result?.outputs, request);
  if (status === 'CANCELLED') return { status: 'FAILED', reason: `${id} was cancelled: ${cancelled?.reason ?? cancelled?.by}.` };
  const { sentence = `${id} failed.`, remedy } = result?.lastFailure ?? {};
  return { status: 'FAILED', reason: [sentence, remedy].filter(Boolean).join(' ') };
}

import { isPastReturn } from '../../domain/operation/is-past-return.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import { isOver } from '../../domain/operation/transitions.ts';
import { attributesOf } from '../../domain/stack-request/attributes-of.ts';
import { givesUpAt } from '../../domain/stack-request/gives-up-at.ts';
import { isOlder } from '../../domain/stack-request/is-older.ts';
import { madeAs } from '../../domain/stack-request/made-as.ts';
import type { StackRequest, Verdict } from '../../domain/stack-request/stack-request.ts';
import type { Accepted, EnvironmentView, Finding, Outputs } from '../../schemas/gen/api.types.ts';
import { applySpec } from '../api/apply-spec.ts';
import { makeWay } from '../api/make-way.ts';
import { neverBegins } from '../api/never-begins.ts';
import { Problem } from '../api/problem.ts';
import { isBusy } from './is-busy.ts';
import type { ProviderDeps } from './provider-deps.ts';
import { requestTo } from './request-to.ts';
import { removal } from './take-away.ts';

/** A Create or an Update: the environment becomes what the template says, or the answer says why not. */
export async function goForward(request: StackRequest, deps: ProviderDeps): Promise<Verdict | undefined> {
  const { environment: name = '', fault, physicalId } = request;
  if (fault !== undefined) return { status: 'FAILED', reason: fault };
  const way = await clearTheWay(name, request, deps);
  if (way !== 'clear') return way;
  const verdict = await brought(name, request, deps);
  // Under a new name it failed, and CloudFormation will never ask us to take away what this request has made there.
  // One that was superseded leaves that to what came after it.
  if (verdict?.status === 'FAILED' && request.knownAs !== undefined && request.superseded === undefined)
    await removal(physicalId, request, deps);
  return verdict;
}

/**
 * What CloudFormation has turned away from goes by itself, and this request does not wait for it: unless it has the same name,
 * which is free only when it is gone.
 */
async function clearTheWay(name: string, request: StackRequest, deps: ProviderDeps): Promise<'clear' | Verdict | undefined> {
  for (const stray of request.strays ?? []) {
    const went = await removal(stray, request, deps);
    if (went === 'gone') continue;
    const { operation, failed } = went;
    const inTheWay = madeAs(request.actor, stray)?.environment === name;
    if (!inTheWay && (operation ?? failed) !== undefined) continue;
    if (inTheWay && failed !== undefined) return { status: 'FAILED', reason: failed };
    if (!late(request, deps)) return undefined;
    if (inTheWay) return tooLate(operation);
  }
  return 'clear';
}

async function brought(name: string, request: StackRequest, deps: ProviderDeps): Promise<Verdict | undefined> {
  const opened = await openedBy(name, request, deps);
  if (!opened) return late(request, deps) ? tooLate(undefined) : undefined;
  if ('status' in opened) return opened;
  const { operation: id } = opened;
  const operation = await deps.table.operations.get(id);
  // Whoever waits for a condition hears the rest through that.
  if (operation && request.signalUrl !== undefined && request.answer === undefined) return succeeded(name, undefined, request);
  if (operation && isOver(operation.status)) return verdictOf(name, operation, request);
  // Past return it is sooner over than undone, and it may still be in time.
  const ends = operation && isPastReturn(operation) ? Date.parse(request.endsAt) : givesUpAt(request);
  if (deps.now() < ends) return undefined;
  const reason = 'its stack waits no longer';
  // What waits for its turn is taken out of its place.
  const waiting = operation ?? { id, environment: name };
  if (!(await neverBegins(waiting, { by: request.actor, reason }, deps))) await makeWay(id, reason, request.actor, deps);
  return tooLate(id);
}

/** What it has opened, also when nobody could write that down; or what opening it comes to. Too late nothing is begun. */
async function openedBy(name: string, request: StackRequest, deps: ProviderDeps) {
  if (request.operation !== undefined) return { operation: request.operation };
  if (!late(request, deps)) return open(name, request, deps);
  const own = madeAs(request.actor, request.physicalId)?.operation ?? '';
  return (await deps.table.operations.get(own)) && { operation: own };
}

const late = (request: StackRequest, { now }: ProviderDeps) => now() >= givesUpAt(request);

const tooLate = (operation: string | undefined): Verdict => ({
  status: 'FAILED',
  reason: operation
    ? `${operation} took longer than CloudFormation waits for a custom resource, less the time to clear away.`
    : 'Another operation was at work for as long as CloudFormation waits for a custom resource.',
});

/** Undefined: it cannot be taken just now. */
async function open(name: string, request: StackRequest, deps: ProviderDeps) {
  const { spec, actor } = request;
  const { table, now } = deps;
  const at = new Date(now()).toISOString();
  // First the mark, then the look: what comes later waits for whoever has set the mark, or is seen here.
  if (!(await table.stackRequests.beginOpening(request, at))) return superseded;
  const later = (await table.stackRequests.ofResource(actor)).find((one) => one.asked && isOlder(request, one));
  if (later) {
    await table.stackRequests.supersede(request, later.requestId);
    await table.stackRequests.stopOpening(request, at);
    return superseded;
  }
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
    await table.stackRequests.stopOpening(request, at);
    if (isBusy(error)) return undefined;
    const reason = error.findings.map(sentenceOf).join(' ') || error.message;
    return { status: 'FAILED', reason: `${error.code}: ${reason}` } as const;
  }
}

/** Nobody hears it: CloudFormation has turned away before. */
const superseded = { status: 'FAILED', reason: 'CloudFormation has asked for something else since.' } as const;

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

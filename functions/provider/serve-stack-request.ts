import { answerBody } from '../../domain/stack-request/answer-body.ts';
import { givesUpAt } from '../../domain/stack-request/gives-up-at.ts';
import { physicalIdOf } from '../../domain/stack-request/physical-id-of.ts';
import { signalBody } from '../../domain/stack-request/signal-body.ts';
import type { StackRequest, Verdict } from '../../domain/stack-request/stack-request.ts';
import { acceptRequest } from './accept-request.ts';
import { goForward } from './go-forward.ts';
import { linkOf } from './link-of.ts';
import type { ProviderDeps } from './provider-deps.ts';
import { takeAway } from './take-away.ts';

/**
 * Brings a request as far as it can be brought now, and answers it when the truth is known: by whoever rings, as often as they
 * ring. Dying between any two lines loses nothing, because each of them may be repeated: the operation's id follows from the
 * request's, the first decision stays, and the bucket takes the same bytes twice.
 *
 * False: CloudFormation has not been seen to ask yet, or something older of the resource is not out of the way.
 */
export async function serveStackRequest(seen: StackRequest, deps: ProviderDeps): Promise<boolean> {
  if (seen.closed) return true;
  const { stackRequests } = deps.table;
  const request = await inTime(
    seen,
    () => acceptRequest(seen, deps),
    () => decided(seen, neverBegun, deps),
    deps,
  );
  if (!request) return false;
  // Somebody may have got further since it was read, and who comes last shall not begin again.
  const told = (await answered(request, deps)) && (await stackRequests.get(request.actor, request.requestId));
  if (!told) return true;
  // Of one that CloudFormation has turned away from, it waits for no condition any more.
  const hears = told.signalUrl !== undefined && told.succeeded && told.superseded === undefined;
  if (hears && !(await signalled(told, deps))) return true;
  await stackRequests.close(told);
  return true;
}

const neverBegun: Verdict = { status: 'FAILED', reason: 'It could not be begun, for a reason of Moorage’s own: its log has it.' };

/** What stays wrong until CloudFormation waits no longer is told at last: silence would cost the stack the rest of its hour. */
async function inTime<T>(
  request: StackRequest,
  tried: () => Promise<T>,
  instead: () => T | Promise<T>,
  { now, log }: ProviderDeps,
): Promise<T> {
  try {
    return await tried();
  } catch (error) {
    if (now() < givesUpAt(request)) throw error;
    log({ level: 'ERROR', message: 'given up', stackId: request.stackId, requestId: request.requestId, error: String(error) });
    return instead();
  }
}

/** False: what there is to say is not known yet. */
async function answered(request: StackRequest, deps: ProviderDeps): Promise<boolean> {
  if (request.answeredAt !== undefined) return true;
  const { stackRequests } = deps.table;
  const decided = request.answer === undefined ? await decide(request, deps) : request;
  if (decided?.answer === undefined) return false;
  if (decided.answeredAt === undefined) {
    await send(decided, decided.responseUrl, decided.answer, deps);
    await stackRequests.answered(request, new Date(deps.now()).toISOString());
  }
  return true;
}

/** Undefined: it is still being worked on. */
async function decide(request: StackRequest, deps: ProviderDeps): Promise<StackRequest | undefined> {
  const tried = () => (request.type === 'Delete' ? takeAway(request, deps) : goForward(request, deps));
  const verdict = await inTime<Verdict | undefined>(request, tried, () => neverBegun, deps);
  return verdict && decided(request, verdict, deps);
}

/** The one who decided first may have died before it was sent: its bytes are the answer. */
async function decided(request: StackRequest, verdict: Verdict, deps: ProviderDeps): Promise<StackRequest | undefined> {
  const { stackRequests } = deps.table;
  await stackRequests.decide(request, await answerTo(request, verdict, deps), verdict.status === 'SUCCESS');
  return stackRequests.get(request.actor, request.requestId);
}

async function answerTo(request: StackRequest, verdict: Verdict, deps: ProviderDeps): Promise<string> {
  const { type, actor, environment = '', knownAs, physicalId } = request;
  // What it is called says which operation made it. Where another could not be had, the resource goes on being what it was.
  const made =
    verdict.status === 'FAILED' || type === 'Delete' ? undefined : (await deps.table.environments.get(environment))?.madeBy;
  const called = made === undefined ? (knownAs ?? physicalId) : physicalIdOf(actor, made);
  return answerBody({ ...request, physicalId: called }, verdict, linkOf(request, deps));
}

/** Whether the wait condition has been told what came of it. */
async function signalled(request: StackRequest, deps: ProviderDeps): Promise<boolean> {
  const { signalUrl = '' } = request;
  const { stackRequests } = deps.table;
  if (request.signalled === undefined) {
    const verdict = await inTime<Verdict | undefined>(
      request,
      () => goForward(request, deps),
      () => neverBegun,
      deps,
    );
    if (!verdict) return false;
    await stackRequests.decideSignal(request, signalBody(request, verdict, linkOf(request, deps)));
  }
  const decided = await stackRequests.get(request.actor, request.requestId);
  if (decided?.signalled !== undefined) await send(request, signalUrl, decided.signalled, deps);
  return true;
}

async function send({ stackId, requestId }: StackRequest, url: string, body: string, { responses, log }: ProviderDeps) {
  if (!(await responses.put(url, body))) log({ level: 'ERROR', message: 'answer not taken', stackId, requestId });
}

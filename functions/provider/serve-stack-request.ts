import { answerBody } from '../../domain/stack-request/answer-body.ts';
import { signalBody } from '../../domain/stack-request/signal-body.ts';
import type { StackRequest, Verdict } from '../../domain/stack-request/stack-request.ts';
import { goForward } from './go-forward.ts';
import { linkOf } from './link-of.ts';
import type { ProviderDeps } from './provider-deps.ts';
import { takeAway } from './take-away.ts';

/**
 * Brings a request as far as it can be brought now, and answers it when the truth is known: by whoever rings, as often as they
 * ring. Dying between any two lines loses nothing, because each of them may be repeated: the operation's id follows from the
 * request's, the first decision stays, and the bucket takes the same bytes twice.
 */
export async function serveStackRequest(request: StackRequest, deps: ProviderDeps): Promise<void> {
  if (request.closed) return;
  const { stackRequests } = deps.table;
  // Somebody may have got further since it was read, and who comes last shall not begin again.
  const told = (await answered(request, deps)) && (await stackRequests.get(request.actor, request.requestId));
  if (!told) return;
  if (told.signalUrl !== undefined && told.succeeded && !(await signalled(told, deps))) return;
  await stackRequests.close(told);
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
  const verdict = await (request.type === 'Delete' ? takeAway(request, deps) : goForward(request, deps));
  if (!verdict) return undefined;
  const { stackRequests } = deps.table;
  // The one who decided first may have died before it was sent: its bytes are the answer.
  await stackRequests.decide(request, answerTo(request, verdict, deps), verdict.status === 'SUCCESS');
  return stackRequests.get(request.actor, request.requestId);
}

function answerTo(request: StackRequest, verdict: Verdict, deps: ProviderDeps): string {
  // Where another name could not be had, the resource goes on being what it was: nothing is replaced.
  const { knownAs, physicalId } = request;
  const called = verdict.status === 'FAILED' ? (knownAs ?? physicalId) : physicalId;
  return answerBody({ ...request, physicalId: called }, verdict, linkOf(request, deps));
}

/** Whether the wait condition has been told what came of it. */
async function signalled(request: StackRequest, deps: ProviderDeps): Promise<boolean> {
  const { signalUrl = '' } = request;
  const { stackRequests } = deps.table;
  if (request.signalled === undefined) {
    const verdict = await goForward(request, deps);
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

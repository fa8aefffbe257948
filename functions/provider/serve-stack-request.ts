import { answerBody } from '../../domain/stack-request/answer-body.ts';
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
  if (request.answeredAt !== undefined) return;
  const decided = request.answer === undefined ? await decide(request, deps) : request;
  if (decided?.answer === undefined) return;
  const taken = await deps.responses.put(decided.responseUrl, decided.answer);
  if (!taken) deps.log({ level: 'ERROR', message: 'answer not taken', stackId: request.stackId, requestId: request.requestId });
  await deps.table.stackRequests.close(request, new Date(deps.now()).toISOString());
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

import { deadlines } from './deadlines.ts';
import type { StackRequest } from './stack-request.ts';

/**
 * A wait condition is over once it was told something, and its handle is deaf: a request that brings one of a request that went
 * well, as a rollback does, is answered when it is done, like any other. Of one that failed the condition never was.
 */
export function withFreshHandle(request: StackRequest, before: readonly StackRequest[]): StackRequest {
  const { signalUrl, signalHash, ...rest } = request;
  const used = before.some((one) => one.requestId !== request.requestId && one.signalHash === signalHash && one.succeeded);
  if (signalUrl === undefined || !used) return request;
  return { ...rest, ...deadlines(request.type, Date.parse(request.askedAt), request.timeoutSeconds, false) };
}

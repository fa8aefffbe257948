import { deadlines } from './deadlines.ts';
import type { StackRequest } from './stack-request.ts';

/**
 * A wait condition is over once it was told something, and its handle is deaf: a request that brings one that was brought before,
 * as a rollback does, is answered when it is done, like any other.
 */
export function withFreshHandle(request: StackRequest, before: readonly StackRequest[]): StackRequest {
  const { signalUrl, signalHash, ...rest } = request;
  const used = before.some((one) => one.requestId !== request.requestId && one.signalHash === signalHash);
  if (signalUrl === undefined || !used) return request;
  return { ...rest, ...deadlines(request.type, Date.parse(request.askedAt), request.timeoutSeconds, false) };
}

import { deadlines } from './deadlines.ts';
import type { StackRequest } from './stack-request.ts';

/** When a request gives up, in milliseconds. Until the resource itself is answered that is within its hour, condition or not. */
export function givesUpAt(request: StackRequest): number {
  const { type, askedAt, timeoutSeconds, answer, signalUrl } = request;
  const waits = signalUrl !== undefined && answer === undefined;
  return Date.parse((waits ? deadlines(type, Date.parse(askedAt), timeoutSeconds, false) : request).givesUpAt);
}

import type { StackRequest } from './stack-request.ts';

/** What clearing away after a failed request may take, NAT gateways and draining included, so that its Delete finds it done. */
const clearing = 20 * 60;
/** For the answer itself: it is due within a minute of the moment, and may have to be sent a second time. */
const sending = 120;
/** A wait condition's longest, and so the longest that anything may take. Seconds. */
const longestWait = 12 * 3600;

/**
 * Until when a request goes forward, and when nobody waits any more. Of a short time half is for going forward: less would stop
 * what could still succeed, more would leave none to clear away. `asked` in milliseconds, `timeout` in seconds.
 */
export function deadlines(
  type: StackRequest['type'],
  asked: number,
  timeout: number,
  signalled: boolean,
): Pick<StackRequest, 'givesUpAt' | 'endsAt'> {
  const all = signalled ? longestWait - sending : Math.max(timeout - sending, timeout / 2);
  const forward = signalled ? longestWait - clearing : Math.max(timeout - clearing, timeout / 2);
  const at = (seconds: number) => new Date(asked + seconds * 1000).toISOString();
  return { givesUpAt: at(type === 'Delete' ? all : forward), endsAt: at(all) };
}

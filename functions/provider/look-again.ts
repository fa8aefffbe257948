import type { StackRequest } from '../../domain/stack-request/stack-request.ts';
import type { ProviderDeps } from './provider-deps.ts';
import { serveStackRequest } from './serve-stack-request.ts';

/** What fits into the function's time when no answer can be sent: tries of five seconds each, with pauses between. */
const atOnce = 100;

interface Ring {
  readonly detail?: { readonly actor?: unknown };
}

/**
 * Rung when an operation that a stack began has ended, and every minute for all that is open: because of the hour, and because
 * a ring may be lost. All of a page at once: one whose answer cannot be sent takes its time, and keeps nobody else waiting.
 */
export async function lookAgain({ detail }: Ring, deps: ProviderDeps): Promise<void> {
  const { stackRequests } = deps.table;
  const failed: unknown[] = [];
  const serve = async (requests: readonly StackRequest[]) => {
    const served = await Promise.allSettled(requests.map((request) => serveStackRequest(request, deps)));
    failed.push(...served.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])));
  };
  if (typeof detail?.actor === 'string') await serve(await stackRequests.ofResource(detail.actor));
  else {
    let next: string | undefined;
    do {
      const page = await stackRequests.listOpen(atOnce, next);
      // The list may be behind the items.
      const items = await Promise.all(page.items.map(({ actor, requestId }) => stackRequests.get(actor, requestId)));
      await serve(items.filter((item) => item !== undefined));
      next = page.next;
    } while (next);
  }
  if (failed.length > 0) throw new Error(`${failed.length} requests of stacks could not be served`, { cause: failed[0] });
}

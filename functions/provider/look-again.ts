import type { ProviderDeps } from './provider-deps.ts';
import { serveStackRequest } from './serve-stack-request.ts';

interface Ring {
  readonly detail?: { readonly actor?: unknown };
}

/**
 * Rung when an operation that a stack began has ended, and every minute for all that is open: because of the hour, and because
 * a ring may be lost. One that cannot be served now keeps nobody else waiting.
 */
export async function lookAgain({ detail }: Ring, deps: ProviderDeps): Promise<void> {
  const { stackRequests } = deps.table;
  const failed: unknown[] = [];
  const serve = (request: Parameters<typeof serveStackRequest>[0]) =>
    serveStackRequest(request, deps).catch((error: unknown) => failed.push(error));
  if (typeof detail?.actor === 'string') {
    for (const request of await stackRequests.ofResource(detail.actor)) await serve(request);
  } else {
    let next: string | undefined;
    do {
      const page = await stackRequests.listOpen(25, next);
      for (const { actor, requestId } of page.items) {
        // The list may be behind the items.
        const request = await stackRequests.get(actor, requestId);
        if (request) await serve(request);
      }
      next = page.next;
    } while (next);
  }
  if (failed.length > 0) throw new Error(`${failed.length} requests of stacks could not be served`, { cause: failed[0] });
}

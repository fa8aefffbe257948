import { readStackEvent } from '../../domain/stack-request/read-stack-event.ts';
import type { StackEvent } from '../../domain/stack-request/stack-event.ts';
import { withFreshHandle } from '../../domain/stack-request/with-fresh-handle.ts';
import type { ProviderDeps } from './provider-deps.ts';
import { serveStackRequest } from './serve-stack-request.ts';

/** Between two looks, milliseconds: CloudFormation may show a little later than it asks that it has asked. */
const looks = [500, 1000, 2000];

/**
 * Writes down what a stack asks, and begins to serve it. From then on nothing depends on this event: whatever fails is tried
 * again every minute. Sent again, it is the same request.
 */
export async function takeStackEvent(event: StackEvent, deps: ProviderDeps): Promise<void> {
  const { table, log, account, now, pause } = deps;
  const read = readStackEvent(event, account, now());
  if (read.refused !== undefined) {
    log({ level: 'WARN', message: 'event refused', why: read.refused, stackId: event.StackId, requestId: event.RequestId });
    return;
  }
  const { actor, requestId } = read.request;
  await table.stackRequests.save(withFreshHandle(read.request, await table.stackRequests.ofResource(actor)));
  try {
    for (const wait of [...looks, undefined]) {
      const request = await table.stackRequests.get(actor, requestId);
      if (!request || (await serveStackRequest(request, deps)) || wait === undefined) return;
      await pause(wait);
    }
  } catch (error) {
    // Had the event failed, it would end among the dead letters, with the address it is answered at. What stays wrong fails
    // at the look of every minute, too.
    log({ level: 'ERROR', message: 'not served yet', requestId, error: String(error) });
  }
}

import type { ParentResource } from '../../cloud/parents.ts';
import { readStackEvent } from '../../domain/stack-request/read-stack-event.ts';
import type { StackEvent } from '../../domain/stack-request/stack-event.ts';
import type { StackRequest } from '../../domain/stack-request/stack-request.ts';
import { targetsOf } from '../../domain/stack-request/targets-of.ts';
import type { ProviderDeps } from './provider-deps.ts';
import { serveStackRequest } from './serve-stack-request.ts';

/**
 * Writes down what a stack asks and begins to serve it. Whoever may call this function may send any event, so nothing is done
 * before CloudFormation itself shows that it has asked; such an event is not answered either, because an answer helps only its
 * sender. Sent again, it is the same request.
 */
export async function takeStackEvent(event: StackEvent, deps: ProviderDeps): Promise<void> {
  const { table, log, account, now } = deps;
  const read = readStackEvent(event, account, now());
  if (read.refused !== undefined) {
    log({ level: 'WARN', message: 'event refused', why: read.refused, stackId: event.StackId, requestId: event.RequestId });
    return;
  }
  const { request } = read;
  const known = await table.stackRequests.get(request.actor, request.requestId);
  if (known) return serveStackRequest(known, deps);
  await awaitAsked(request, deps);
  const { environment: _named, ...rest } = request;
  const saved = { ...rest, ...targetsOf(request, await table.stackRequests.ofResource(request.actor)) };
  await table.stackRequests.save(saved);
  return serveStackRequest((await table.stackRequests.get(request.actor, request.requestId)) ?? saved, deps);
}

/** Between two looks, milliseconds. */
const looks = [500, 1000, 2000];

/**
 * Returns once CloudFormation shows that it has asked. It may show it a little later than it asks, so the event is not refused
 * for that: it fails, Lambda brings it twice more within three minutes, and one that nobody sent ends with the dead letters.
 */
async function awaitAsked(request: StackRequest, { parents, pause }: ProviderDeps): Promise<void> {
  for (const wait of [...looks, undefined]) {
    const why = notAsked(request, await parents.resource(request.stackId, request.logicalId));
    if (why === undefined) return;
    if (wait === undefined) throw new Error(`CloudFormation does not show that it has sent ${request.requestId}: ${why}`);
    await pause(wait);
  }
}

/**
 * While a stack cleans up or rolls back it may show the resource as it is by now, and not the one that goes: for a Delete it is
 * enough that the stack takes away something. What a Delete can take away is only what the same resource has made.
 */
function notAsked({ type }: StackRequest, resource: ParentResource | undefined): string | undefined {
  if (!resource) return 'there is no such resource';
  if (!/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(resource.type)) return `the resource is a ${resource.type}`;
  const taking = /^DELETE_|ROLLBACK|CLEANUP/.test(resource.stackStatus) && resource.stackStatus.endsWith('_IN_PROGRESS');
  if (resource.status.endsWith('_IN_PROGRESS') || (type === 'Delete' && taking)) return undefined;
  return `the resource is ${resource.status}, its stack ${resource.stackStatus}`;
}

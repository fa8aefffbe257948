import { isOlder } from '../../domain/stack-request/is-older.ts';
import type { StackRequest } from '../../domain/stack-request/stack-request.ts';
import { straysOf } from '../../domain/stack-request/strays-of.ts';
import { whyNotAsked } from '../../domain/stack-request/why-not-asked.ts';
import type { ProviderDeps } from './provider-deps.ts';

/** How long CloudFormation is given to show that it has asked. Milliseconds; it takes seconds. */
const patience = 5 * 60_000;
/** After that nobody who was about to open an operation still is: more than the function's own time. Milliseconds. */
const longestOpening = 60_000;

/**
 * Whoever may call the provider may send any event, so nothing is done before CloudFormation itself shows that it has asked.
 * What it never shows is not answered either, because an answer helps only its sender. And nothing is done while something
 * older of the same resource may still begin: CloudFormation has turned away from that.
 *
 * Undefined: not yet, or never.
 */
export async function acceptRequest(request: StackRequest, deps: ProviderDeps): Promise<StackRequest | undefined> {
  if (request.strays !== undefined) return request;
  const { table, parents, now, log } = deps;
  const { actor, requestId, stackId, logicalId, type } = request;
  const others = async () => (await table.stackRequests.ofResource(actor)).filter((one) => one.requestId !== requestId);
  // It has come late: the resource is past it, and shows no more that it was asked.
  const later = type !== 'Delete' && (await others()).find((one) => one.asked && isOlder(request, one));
  if (later) {
    await table.stackRequests.supersede(request, later.requestId);
    return accepted([]);
  }
  const shown = await parents.resource(stackId, logicalId);
  if (!request.asked) {
    const why = whyNotAsked(request, shown);
    if (why !== undefined) {
      if (now() - Date.parse(request.receivedAt) < patience) return undefined;
      log({ level: 'WARN', message: 'CloudFormation has not asked this', why, stackId, requestId });
      await table.stackRequests.close(request);
      return undefined;
    }
    await table.stackRequests.asked(request);
  }
  // First that, then this: of two that come at once, at least one sees the other.
  const before = await others();
  for (const older of before.filter((one) => isOlder(one, request) && one.type !== 'Delete' && !one.closed)) {
    const left = await table.stackRequests.supersede(older, requestId);
    const opening = left?.operation === undefined && left?.openingAt !== undefined;
    if (opening && now() - Date.parse(left.openingAt) < longestOpening) return undefined;
  }
  const heard = before.filter((one) => one.asked);
  return accepted(straysOf(request, heard, shown ?? { type: '', status: '', stackStatus: '' }));

  async function accepted(strays: readonly string[]) {
    await table.stackRequests.setStrays(request, strays);
    return table.stackRequests.get(actor, requestId);
  }
}

import type { ResourceEvent } from '../operation/resource-event.ts';

/** `Logical (Type): reason` of every resource that failed by itself, in the order of the events. */
export function failuresOf(events: readonly ResourceEvent[]): readonly string[] {
  return (
    events
      // A cancelled sibling failed because of the others: it is no cause.
      .filter(({ status, reason = '' }) => status.endsWith('_FAILED') && !/cancelled/i.test(reason))
      .map(({ logicalId, type, status, reason }) => `${logicalId} (${type}): ${reason ?? status}`)
  );
}

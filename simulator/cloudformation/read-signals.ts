export type Signals = { readonly data: Record<string, string> } | { readonly reason: string };

/** What the signals of a wait condition come to: the first so many by their unique ids, or the first that fails it. */
export function readSignals(bodies: readonly string[], expected: number): Signals {
  const data: Record<string, string> = {};
  for (const body of bodies) {
    const signal = parsed(body);
    if (!signal) return { reason: 'Unparsable WaitCondition data' };
    const { status, uniqueId, reason } = signal;
    if (status === 'FAILURE') return { reason: `WaitCondition received failed message: '${reason}' for uniqueId: ${uniqueId}` };
    // A second signal of the same id is a retransmission of the first.
    if (!Object.hasOwn(data, uniqueId)) data[uniqueId] = signal.data;
    if (Object.keys(data).length >= expected) break;
  }
  return { data };
}

function parsed(body: string): { status: string; uniqueId: string; reason: string; data: string } | undefined {
  try {
    const { Status, UniqueId, Reason = '', Data = '' } = JSON.parse(body) as Record<string, unknown>;
    if ((Status !== 'SUCCESS' && Status !== 'FAILURE') || typeof UniqueId !== 'string' || UniqueId === '') return undefined;
    return { status: Status, uniqueId: UniqueId, reason: String(Reason), data: String(Data) };
  } catch {
    return undefined;
  }
}

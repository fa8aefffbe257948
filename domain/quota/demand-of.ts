import type { NetworkElement } from '../network/network.ts';
import { type QuotaKind, quotas } from './quotas.ts';

/** How many more of a kind there will be; of what is counted by zone, in that zone. */
export interface Demand {
  readonly kind: QuotaKind;
  readonly zoneId?: string;
  readonly more: number;
}

/** What a network takes of the account's quotas beyond what stands of it, by the ids of its elements. */
export function demandOf(
  wanted: readonly NetworkElement[],
  standing: ReadonlySet<string>,
  zoneIds: readonly string[],
): readonly Demand[] {
  const zones = new Map(wanted.flatMap((one) => (one.kind === 'subnet' ? [[one.id, zoneIds[one.zone - 1]] as const] : [])));
  const demands = new Map<string, Demand>();
  for (const element of wanted) {
    if (!isCounted(element.kind) || standing.has(element.id)) continue;
    const zoneId = element.kind === 'natGateway' ? zones.get(element.subnet) : undefined;
    const key = `${element.kind} ${zoneId ?? ''}`;
    const more = (demands.get(key)?.more ?? 0) + 1;
    demands.set(key, { kind: element.kind, ...(zoneId === undefined ? {} : { zoneId }), more });
  }
  return [...demands.values()];
}

const isCounted = (kind: NetworkElement['kind']): kind is QuotaKind => kind in quotas;

import type { Quotas } from '../../cloud/quotas.ts';
import { PlanRefused } from '../../domain/errors.ts';
import { compileNetwork } from '../../domain/network/compile-network.ts';
import { demandOf } from '../../domain/quota/demand-of.ts';
import { quotas } from '../../domain/quota/quotas.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';

/**
 * Refuses what the account has no room for, before anything is made. `standing` has logical ids, which are those of the network's
 * elements; what needs no more than that asks nothing. Nothing is reserved: of two at the same moment that need the last one, the
 * second fails later, and its diagnosis has the same code.
 */
export async function checkRoom(
  spec: EffectiveSpec,
  before: EffectiveSpec | undefined,
  standing: ReadonlySet<string>,
  zoneIds: readonly string[],
  room: Quotas,
): Promise<void> {
  const short = await Promise.all(
    demandOf(compileNetwork(spec, before).elements, standing, zoneIds).map(async ({ kind, zoneId, more }) => {
      const most = await room.most(kind);
      if (most === undefined) return [];
      const used = await room.used(kind, zoneId);
      if (used + more <= most) return [];
      const { code, name } = quotas[kind];
      return [`${code}: ${used} of ${most} “${name}” are in use${zoneId ? ` in ${zoneId}` : ''}, this needs ${more} more`];
    }),
  );
  if (short.flat().length > 0) throw new PlanRefused(short.flat().join('; '));
}

import { consequences, type Side } from '../../blueprint/consequences.ts';
import type { Table } from '../../cloud/table.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import type { ServiceChange } from '../../schemas/gen/api.types.ts';

/**
 * Says in the timeline what a plan of this operation would have shown: what can be noticed, and what becomes of each service.
 * Told before the plan is kept, so that entering again tells it again, under the same keys. Of a first revision everything is
 * new, and nothing is said.
 */
export async function tellConsequences(
  { id, kind }: Operation,
  running: Side | undefined,
  wanted: Side,
  { table, now }: { readonly table: Table; readonly now: () => number },
): Promise<void> {
  if (!running) return;
  const { services, interruptions } = consequences(running, wanted);
  const sentences = [
    ...interruptions.map(({ what, why }) => `${what}: ${why}`),
    // The others know which images they run only when these are there.
    ...(kind === 'UPDATE' || kind === 'RESTART' ? services.flatMap(sentenceOf) : []),
  ];
  const at = new Date(now()).toISOString();
  for (const text of sentences) await table.timeline.tell(id, `plan/${text}`.slice(0, 900), { at, phase: 'PLAN', text });
}

function sentenceOf({ service, becomes, why }: ServiceChange): readonly string[] {
  const saying = sayings[becomes];
  return saying === undefined ? [] : [`service ${service} ${saying}${why.length === 0 ? '' : `: ${why.join(', ')}`}`];
}

const sayings: Readonly<Record<ServiceChange['becomes'], string | undefined>> = {
  added: 'is added',
  removed: 'is removed',
  rolled: 'has its tasks replaced, one after another',
  replaced: 'is replaced by another service',
  changed: 'is changed in place, its tasks go on',
  untouched: undefined,
};

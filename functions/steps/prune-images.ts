import type { Images } from '../../cloud/images.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import type { Table } from '../../cloud/table.ts';
import { supersededImages } from '../../domain/image/superseded-images.ts';
import { builtBy } from '../../domain/operation/built-by.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { rollbackWindow } from '../../domain/operation/rollback-window.ts';
import { stackName } from '../../domain/operation/stack-name.ts';

interface PruneDeps {
  readonly table: Pick<Table, 'environments' | 'operations' | 'timeline'>;
  readonly stacks: Pick<Stacks, 'describe'>;
  readonly images: Pick<Images, 'all' | 'remove'>;
  readonly now: () => number;
}

/** One call of BatchDeleteImage takes so many. */
const batch = 100;
/** Settle has other things to do in its 25 s; what is left over is taken away after the next success. */
const patienceMs = 8_000;

/**
 * Takes out of an environment's repositories what neither its serving revision nor one that can be gone back to has. Best
 * effort: whatever goes wrong is said in the operation's timeline, and the next success tries again.
 *
 * The lock is given back before. Whoever has it since keeps what was to be kept here, and is minutes away from a push of his own.
 */
export async function pruneImages(operation: string, name: string, deps: PruneDeps): Promise<void> {
  const { table, now } = deps;
  const tell = (text: string) => table.timeline.tell(operation, 'images', { at: new Date(now()).toISOString(), text });
  try {
    const environment = await table.environments.get(name);
    if (!environment?.serving) return;
    const { gone, refused } = await prune(environment, deps);
    const why = refused.length > 0 ? `${refused.length} could not be deleted (${[...new Set(refused)].join(', ')})` : '';
    const text = [...(gone > 0 ? [`${gone} superseded deleted`] : []), ...(why ? [why] : [])].join(', ');
    if (text) await tell(`images: ${text}`);
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown error';
    // Not even that can be told: then it is not, and the operation is as over as it was.
    await tell(`images: superseded ones stay (${reason}); the next success tries again`).catch(() => undefined);
  }
}

async function prune(environment: Environment, { table, stacks, images, now }: PruneDeps) {
  const { name, serving, active, next } = environment;
  const began = now();
  const { earlier } = rollbackWindow(environment);
  const operations = [...new Set([serving?.operation ?? '', ...earlier.map(({ operation }) => operation)])];
  const kept = await Promise.all(operations.map((one) => table.operations.get(one)));
  const found = { gone: 0, refused: [] as string[] };
  // After a lost table the record no longer says what an earlier one made.
  if (kept.some((one) => one?.plan === undefined)) return found;
  const needed = [
    ...Object.values(serving?.images ?? {}),
    ...kept.flatMap((one) => Object.values(builtBy(one)).map(({ image }) => image)),
  ];
  const digests = new Set(needed.flatMap((image) => image.split('@')[1] ?? []));
  const open = [active, next].flatMap((lock) => lock?.operation ?? []);
  const outputs = (await stacks.describe(stackName(name, 'registry')))?.outputs ?? {};
  for (const repository of Object.keys(outputs).flatMap((key) => (/^Repository.+Name$/.test(key) ? (outputs[key] ?? []) : []))) {
    if (now() - began > patienceMs) break;
    const superseded = supersededImages(await images.all(repository), { environment: name, digests, open, now: now() });
    for (let from = 0; from < superseded.length && now() - began <= patienceMs; from += batch) {
      const { gone, refused } = await images.remove(repository, superseded.slice(from, from + batch));
      found.gone += gone;
      found.refused.push(...refused);
    }
  }
  return found;
}

import { sha256 } from '../../domain/hash.ts';
import { type Happening, happeningOf } from '../../domain/trigger/happening.ts';
import { advanceWave, type WaveDeps } from './advance-wave.ts';

type Event = Parameters<typeof happeningOf>[0];

/**
 * Takes an event as a wave over everybody it concerns. Told twice it is the same wave; what is lost is caught by the next
 * change or the schedule, and nothing ever waits for it.
 */
export async function takeEvent(event: Event, deps: WaveDeps): Promise<void> {
  const happening = happeningOf(event);
  if (!happening) return;
  const concerned = happening.environments ?? (happening.key ? await deps.table.watches.of(happening.key) : []);
  const own = pushedBy(event);
  await beginWave(
    happening,
    concerned.filter((name) => name !== own),
    deps,
  );
}

/** One wave, or where a thousand is not enough several beside each other, because each is one item of the record. */
export async function beginWave(happening: Happening, environments: readonly string[], deps: WaveDeps): Promise<void> {
  const { kind, trigger, why, seed, key } = happening;
  const pending = [...new Set(environments)].sort();
  for (let first = 0; first < pending.length; first += mostOfOne) {
    const id = sha256(`${kind}\n${seed}${first === 0 ? '' : `\n${first}`}`).slice(0, 16);
    await deps.table.waves.begin({
      id,
      kind,
      trigger,
      why,
      seed,
      ...(key ? { key } : {}),
      startedAt: new Date(deps.now()).toISOString(),
      status: 'OPEN',
      pending: pending.slice(first, first + mostOfOne),
      running: {},
      done: {},
      version: 1,
    });
    await advanceWave(id, deps);
  }
}

/** With what came of each they are some 100 KB; an item has at most 400. */
const mostOfOne = 1000;

/** Our own tags carry the operation that pushed them, and that the environment: it must not set itself off. */
function pushedBy({ detail = {} }: Event): string | undefined {
  const tag = detail['image-tag'];
  return typeof tag === 'string' ? /^[0-9a-f]{12}-(.+)-[a-z]{5}-[a-z]{5}-\d+$/.exec(tag)?.[1] : undefined;
}

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

export async function beginWave(happening: Happening, environments: readonly string[], deps: WaveDeps): Promise<void> {
  if (environments.length === 0) return;
  const { kind, trigger, why, seed, key } = happening;
  const id = sha256(`${kind}\n${seed}`).slice(0, 16);
  await deps.table.waves.begin({
    id,
    kind,
    trigger,
    why,
    seed,
    ...(key ? { key } : {}),
    startedAt: new Date(deps.now()).toISOString(),
    status: 'OPEN',
    pending: [...new Set(environments)].sort(),
    running: {},
    done: {},
    version: 1,
  });
  await advanceWave(id, deps);
}

/** Our own tags carry the operation that pushed them, and that the environment: it must not set itself off. */
function pushedBy({ detail = {} }: Event): string | undefined {
  const tag = detail['image-tag'];
  return typeof tag === 'string' ? /^[0-9a-f]{12}-(.+)-[a-z]{5}-[a-z]{5}-\d+$/.exec(tag)?.[1] : undefined;
}

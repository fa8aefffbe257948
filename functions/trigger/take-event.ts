import { environmentOfTag } from '../../domain/operation/image-tag.ts';
import { happeningOf } from '../../domain/trigger/happening.ts';
import { advanceWave, type WaveDeps } from './advance-wave.ts';
import { beginWave } from './begin-wave.ts';

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
  for (const id of await beginWave(
    happening,
    concerned.filter((name) => name !== own),
    deps,
  ))
    await advanceWave(id, deps);
}

/** Our own tags carry the operation that pushed them, and that the environment: it must not set itself off. */
function pushedBy({ detail = {} }: Event): string | undefined {
  const tag = detail['image-tag'];
  return typeof tag === 'string' ? environmentOfTag(tag) : undefined;
}

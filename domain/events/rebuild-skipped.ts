import type { EventTrigger } from '../../schemas/gen/event.types.ts';
import { sayable } from './sayable.ts';
import type { ServiceEvent } from './service-event.ts';

/**
 * Something asked for a rebuild, and there is none. `cause` names what asked (a digest, a tick of the schedule, an event's id):
 * told of the same cause again, the event has the same id.
 */
export function rebuildSkipped(skipped: {
  readonly environment: string;
  readonly revision: number;
  readonly trigger: EventTrigger;
  readonly cause: string;
  readonly at: string;
  readonly code: string;
  readonly sentence: string;
  readonly operation?: string;
}): ServiceEvent {
  const { environment, revision, trigger, cause, at, code, sentence, operation } = skipped;
  return {
    type: 'Rebuild Skipped',
    detail: {
      version: '1',
      id: `${environment}/skipped/${trigger}/${cause}`,
      environment,
      revision,
      trigger,
      at,
      code,
      sentence: sayable(sentence, 2000),
      ...(operation ? { operation } : {}),
    },
  };
}

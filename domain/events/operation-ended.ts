import type { EventImage } from '../../schemas/gen/event.types.ts';
import type { Operation, Result } from '../operation/operation.ts';
import { aboutOperation } from './about-operation.ts';
import { sayable } from './sayable.ts';
import { secondsBetween } from './seconds-between.ts';
import type { ServiceEvent } from './service-event.ts';

const mostImages = 50;

/** What a finished operation came to. Nothing while it is not over. Read from its item alone, so that a repeat says the same. */
export function operationEnded(operation: Operation): ServiceEvent | undefined {
  const { status, openedAt, startedAt = openedAt, endedAt, result } = operation;
  if (!endedAt || !result) return undefined;
  const about = {
    ...aboutOperation(operation, 'ended', endedAt),
    seconds: secondsBetween(startedAt, endedAt),
    environmentStatus: result.becomes,
  };
  switch (status) {
    case 'SUCCEEDED':
      return {
        type: 'Operation Succeeded',
        detail: { ...about, ...imagesOf(result), ...(result.unchanged ? { unchanged: sayable(result.unchanged, 500) } : {}) },
      };
    case 'FAILED':
      return { type: 'Operation Failed', detail: { ...about, ...failureOf(operation, result) } };
    case 'CANCELLED': {
      const { by = operation.actor, reason } = operation.cancelled ?? {};
      return {
        type: 'Operation Cancelled',
        detail: { ...about, by, ...(reason ? { reason: sayable(reason, 500) } : {}) },
      };
    }
    default:
      return undefined;
  }
}

function imagesOf({ outputs }: Result) {
  const all = Object.entries(outputs?.services ?? {}).map(
    ([service, { image, digest }]): EventImage => ({ service, image, ...(digest ? { digest } : {}) }),
  );
  const leftOut = all.length - mostImages;
  return { images: all.slice(0, mostImages), ...(leftOut > 0 ? { imagesLeftOut: leftOut } : {}) };
}

/** The diagnosis without its evidence: lines of logs are for who may ask for them. */
function failureOf({ diagnosis }: Operation, { lastFailure, stuck }: Result) {
  const { code, remedy, sentence } = lastFailure ?? { sentence: 'The operation failed.' };
  return {
    ...(code ? { code } : {}),
    sentence: sayable(sentence, 2000),
    ...(remedy ? { remedy: sayable(remedy, 2000) } : {}),
    ...(diagnosis?.link ? { link: sayable(diagnosis.link, 2000) } : {}),
    ...(stuck ? { stuck: sayable(stuck, 4000) } : {}),
  };
}

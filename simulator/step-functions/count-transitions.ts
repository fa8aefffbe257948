import type { HistoryEvent } from '@aws-sdk/client-sfn';

const entered = /StateEntered$/;
const begun = /^(TaskScheduled|LambdaFunctionScheduled|ParallelStateStarted|MapStateStarted)$/;

/**
 * State transitions as AWS bills them: one "each time a step of your workflow is executed … including retries"
 * (https://aws.amazon.com/step-functions/pricing/). So every entry of a state counts one, and so does every further start of
 * the same state by Retry, which enters nothing: a start that does not follow its entry. The start and the end of the
 * execution are no steps and count nothing; the page does not say otherwise.
 */
export function countTransitions(events: readonly Pick<HistoryEvent, 'id' | 'previousEventId' | 'type'>[]): number {
  const entries = new Set(events.filter((event) => entered.test(event.type ?? '')).map((event) => event.id));
  const retries = events.filter((event) => begun.test(event.type ?? '') && !entries.has(event.previousEventId));
  return entries.size + retries.length;
}

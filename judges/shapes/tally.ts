import { internalOperations } from './internal-operations.ts';
import { type Answer, judgeAnswer } from './judge-answer.ts';
import { type EmittedEvent, judgeEvent } from './judge-event.ts';
import type { ModelOf } from './service-models.ts';

/** Plain data, so that several processes can count and one can add up. */
export interface Count {
  /** How often each thing was judged: `ECS.CreateService output`, `event ECS Task State Change`. */
  readonly judged: Record<string, number>;
  /** How often each complaint was made. */
  readonly complaints: Record<string, number>;
}

export type Tally = ReturnType<typeof makeTally>;

/** Judges on the spot and remembers only the verdicts: what a simulator answers in a minute is gigabytes. */
export function makeTally(modelOf: ModelOf) {
  const count: Count = { judged: {}, complaints: {} };
  const add = (to: Record<string, number>, name: string, by = 1) => {
    to[name] = (to[name] ?? 0) + by;
  };
  return {
    count,
    answer(answer: Answer): void {
      const name = `${answer.service}.${answer.operation}`;
      if (Object.hasOwn(internalOperations, name)) return;
      if (answer.input !== undefined) add(count.judged, `${name} input`);
      add(count.judged, `${name} ${'error' in answer ? 'error' : 'output'}`);
      for (const complaint of judgeAnswer(answer, modelOf)) add(count.complaints, complaint);
    },
    event(event: EmittedEvent): void {
      add(count.judged, `event ${event['detail-type']}`);
      for (const complaint of judgeEvent(event, modelOf)) add(count.complaints, complaint);
    },
    addCount(other: Count): void {
      for (const [name, by] of Object.entries(other.judged)) add(count.judged, name, by);
      for (const [name, by] of Object.entries(other.complaints)) add(count.complaints, name, by);
    },
  };
}

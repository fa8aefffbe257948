import { budgetSeconds, lookEverySeconds } from '../../domain/operation/budget.ts';
import type { OpenWait, Operation, Target } from '../../domain/operation/operation.ts';
import { phaseOf, stepKey } from '../../domain/operation/step-key.ts';
import { type Advance, advance, duringOf } from './advance.ts';
import type { Aim } from './aim.ts';

/** What a state machine hands a waiting step. */
export interface StepInput {
  readonly operationId: string;
  readonly target: Target;
  readonly token: string;
  readonly enteredTime: string;
  readonly retryCount: number;
}

/**
 * The one waiting pattern. The token is stored before anything is looked at, so a doorbell that rings in between finds it;
 * then the step advances as far as it can and returns. The state machine waits, retries on its timeout, and that retry is
 * all it takes when every event is lost.
 */
export function makeEnsure<T extends Target>(aimOf: (target: T, operation: Operation) => Aim, deps: Advance) {
  return async (input: StepInput): Promise<{ readonly step: string }> => {
    const { table, workflow, now } = deps;
    const target = input.target as T;
    const key = stepKey(target);
    const operation = await table.operations.get(input.operationId);
    if (!operation) throw new Error(`there is no operation ${input.operationId}`);
    const wait = waitOf(target, input, operation.waits[key], now());
    const opened = await table.operations.openWait(operation.id, key, wait, duringOf(wait));
    if (!opened) {
      const fresh = await table.operations.get(operation.id);
      const later = fresh?.waits[key];
      // A later entry of this very step took over; this one is a zombie and answers nobody.
      if (later && later.entry > wait.entry) return { step: key };
      await workflow.fail(input.token, 'Fenced', `the operation is ${fresh?.status ?? 'gone'}`);
      return { step: key };
    }
    await advance({ ...operation, waits: { ...operation.waits, [key]: wait } }, key, wait, aimOf(target, operation), true, deps);
    return { step: key };
  };
}

/** A renewed wait keeps when it began and when it gives up: a deadline belongs to the step, not to its latest entry. */
function waitOf(target: Target, input: StepInput, before: OpenWait | undefined, now: number): OpenWait {
  const every = target.kind === 'stack' && target.stack === 'registry' ? lookEverySeconds.registry : lookEverySeconds.other;
  return {
    target,
    phase: phaseOf(target),
    token: input.token,
    entry: `${input.enteredTime}#${String(input.retryCount).padStart(6, '0')}`,
    since: before?.since ?? new Date(now).toISOString(),
    looksAgainAt: new Date(now + every * 1000).toISOString(),
    givesUpAt: before?.givesUpAt ?? new Date(now + budgetSeconds(target) * 1000).toISOString(),
    ...(before?.detail === undefined ? {} : { detail: before.detail }),
  };
}

import type { OperationPhaseCompleted } from '../../schemas/gen/event.types.ts';
import type { OpenWait, Operation } from '../operation/operation.ts';
import { phasesOf } from '../operation/phases-of.ts';
import { subjectOf } from '../operation/step-key.ts';
import { aboutOperation } from './about-operation.ts';
import { secondsBetween } from './seconds-between.ts';
import type { ServiceEvent } from './service-event.ts';

type Phase = OperationPhaseCompleted['phase'];
const told = ['REGISTRY', 'BUILD', 'FOUNDATION', 'SERVICES', 'STABILITY'] as const satisfies readonly Phase[];

/**
 * The phase whose last step this was, in the record as it is after that step. Nothing when other images are still built, when
 * the spec needs no such stack, and for what comes after the services have moved: a contract is no second foundation.
 */
export function phaseCompleted(
  operation: Operation,
  { target, phase, since }: Pick<OpenWait, 'target' | 'phase' | 'since'>,
  now: string,
): ServiceEvent | undefined {
  const forward = told.find((one) => one === phase);
  if (!forward || target.action === 'contract') return undefined;
  if (target.kind === 'stack' && !operation.plan?.stacks[target.stack]) return undefined;
  const built = (operation.plan?.images ?? []).filter(({ made }) => made === undefined).map(({ key }) => key);
  const attempts = Object.values(operation.attempts);
  const isBuilt = (key: string) =>
    attempts.some((one) => one.subject === key && one.action === 'build' && one.outcome === 'DONE');
  if (target.kind === 'build' && !built.every(isBuilt)) return undefined;

  const subjects = target.kind === 'build' ? built : [subjectOf(target)];
  // As recorded where it is recorded, so that a repeat says the same.
  const at = latest(attempts.flatMap(({ subject, endedAt }) => (subjects.includes(subject) && endedAt ? [endedAt] : []))) ?? now;
  const startedAt = phasesOf(operation).find((one) => one.phase === phase)?.startedAt ?? since;
  return {
    type: 'Operation Phase Completed',
    detail: {
      ...aboutOperation(operation, `phase/${forward}`, at),
      phase: forward,
      seconds: secondsBetween(startedAt, at),
    },
  };
}

const latest = (times: readonly string[]) => [...times].sort().at(-1);

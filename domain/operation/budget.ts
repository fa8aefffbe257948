import type { Phase } from '../../schemas/gen/api.types.ts';
import type { Target } from './operation.ts';

/** A state of a machine waits this long for a doorbell before the step looks by itself. Seconds. */
export const lookEverySeconds = { registry: 20, other: 30 } as const;

/** The longest timeout of a Lambda that starts things; an attempt older than this without acknowledgement is over. Seconds. */
export const stepTimeoutSeconds = 14;

/**
 * How long a step may take before it gives up, in seconds. Several times what AWS usually needs (`typicalSeconds`), far
 * below what CloudFormation itself would wait (36 h for an ECS service).
 */
export function budgetSeconds(target: Target): number {
  if (target.kind === 'build') return target.action === 'build' ? 60 * 60 : 15 * 60;
  if (target.kind === 'deployment') return 20 * 60;
  if (target.action === 'undo') return 60 * 60;
  return { registry: 15 * 60, foundation: 30 * 60, services: 45 * 60 }[target.stack];
}

/** What a phase usually takes, in seconds, from public logs of real deployments (NAT gateway 85–124 s, service 75–160 s). */
export const typicalSeconds: Readonly<Record<Phase, number>> = {
  PLAN: 3,
  REGISTRY: 40,
  BUILD: 110,
  FOUNDATION: 150,
  SERVICES: 120,
  STABILITY: 5,
  TEARDOWN: 180,
};

import type { Phase } from '../../schemas/gen/api.types.ts';
import type { Target } from './operation.ts';

/** Names a step's wait in the record: one per thing and direction. */
export function stepKey(target: Target): string {
  return `${target.action}:${subjectOf(target)}`;
}

/** What an attempt of this step is an attempt at. */
export function subjectOf(target: Target): string {
  if (target.kind === 'stack') return target.stack;
  return target.kind === 'build' ? target.image : 'deployment';
}

export function phaseOf(target: Target): Phase {
  if (target.action === 'undo' || target.action === 'stop') return 'TEARDOWN';
  if (target.kind === 'build') return 'BUILD';
  if (target.kind === 'deployment') return 'STABILITY';
  return ({ registry: 'REGISTRY', foundation: 'FOUNDATION', services: 'SERVICES' } as const)[target.stack];
}

/** Steps that undo run while the operation is FAILING; all others only while it is RUNNING. */
export function undoes(target: Target): boolean {
  return phaseOf(target) === 'TEARDOWN';
}

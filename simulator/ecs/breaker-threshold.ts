import type { Breaker } from './ecs-state.ts';

/**
 * BOUNDED_PERCENT is clamped to 3..200, UNBOUNDED_PERCENT is not, COUNT is taken as it is
 * (CloudFormation template reference, ThresholdConfiguration).
 */
export function thresholdOf({ threshold }: Breaker, desiredCount: number): number {
  const percent = Math.ceil((threshold.value / 100) * desiredCount);
  if (threshold.type === 'COUNT') return Math.max(1, threshold.value);
  return threshold.type === 'UNBOUNDED_PERCENT' ? Math.max(1, percent) : Math.min(200, Math.max(3, percent));
}

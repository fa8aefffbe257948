import type { EffectiveService, EffectiveSpec } from './effective-spec.ts';

/** How many tasks a service is to run now: none while its environment is paused. */
export function tasksOf({ paused }: Pick<EffectiveSpec, 'paused'>, { desiredCount }: EffectiveService): number {
  return paused ? 0 : desiredCount;
}

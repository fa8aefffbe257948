import { inFull } from './in-full.ts';

/** Every so many of the cases, or with `MOORAGE_DEATHS=all` each of them; begins at `from`, so that neighbours take turns. */
export function sampled<T>(cases: readonly T[], every: number, from = 0): T[] {
  return cases.filter((_case, index) => inFull || index % every === from % every);
}

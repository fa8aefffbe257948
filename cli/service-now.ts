import type { OperationView } from '../schemas/gen/api.types.ts';

/** The moment a view describes. The embedded service may run many times faster than the clock on our wall. */
export const serviceNow = (view: OperationView, wallClock: number): number =>
  Date.parse(view.endedAt ?? view.now ?? new Date(wallClock).toISOString());

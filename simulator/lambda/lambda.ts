import type { Service } from '../service.ts';
import { deliver, delivered } from './invoke-asynchronously.ts';
import type { LambdaState } from './lambda-state.ts';

/** Lambda's queue of asynchronous events. The functions themselves are what the region runs (`runLambda`). */
export const lambda: Service = {
  name: 'Lambda',
  empty: (): LambdaState => ({ dropped: [] }),
  operations: {},
  timers: { deliver, delivered },
};

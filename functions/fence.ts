import { capabilitiesOf } from './capabilities-of.ts';
import { bus, table, workflow } from './container.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { makeFenceOperation } from './steps/fence-operation.ts';
import { onLambda, type World } from './world.ts';

export const bind = (world: World) =>
  retryTransient(makeFenceOperation({ ...capabilitiesOf(world, { table, workflow, bus }), now: world.now }));
export const handler = onLambda(bind);

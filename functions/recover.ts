import { capabilitiesOf } from './capabilities-of.ts';
import { bus, table, workflow } from './container.ts';
import { makeRecoverOperations } from './steps/recover-operations.ts';
import { onLambda, type World } from './world.ts';

/** Every minute, and when an execution fails, times out or is aborted. What the event says is not read. */
export const bind = (world: World) =>
  makeRecoverOperations({ ...capabilitiesOf(world, { table, workflow, bus }), now: world.now });
export const handler = onLambda(bind);

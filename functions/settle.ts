import { capabilitiesOf } from './capabilities-of.ts';
import { builds, bus, images, stacks, table, workflow } from './container.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { makeSettleOperation } from './steps/settle-operation.ts';
import { onLambda, type World } from './world.ts';

export const bind = (world: World) =>
  retryTransient(
    makeSettleOperation({ ...capabilitiesOf(world, { table, stacks, builds, images, workflow, bus }), now: world.now }),
  );
export const handler = onLambda(bind);

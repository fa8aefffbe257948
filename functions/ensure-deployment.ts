import { capabilitiesOf } from './capabilities-of.ts';
import { bus, services, stacks, table, workflow } from './container.ts';
import { deploymentAim } from './ensure/deployment-aim.ts';
import { makeEnsure } from './ensure/ensure.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { onLambda, type World } from './world.ts';

/** Waits for ECS. It only reads. */
export const bind = (world: World) => {
  const deps = { ...capabilitiesOf(world, { table, stacks, services, workflow, bus }), now: world.now };
  return retryTransient(makeEnsure(() => deploymentAim(deps), deps));
};
export const handler = onLambda(bind);

import type { Target } from '../domain/operation/operation.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import { bus, names, services, stacks, table, workflow } from './container.ts';
import { makeEnsure } from './ensure/ensure.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { stackAim } from './ensure/stack-aim.ts';
import { onLambda, type World } from './world.ts';

/** Waits for one stack. The only function that may create, update or delete one. */
export const bind = (world: World) => {
  const deps = { ...capabilitiesOf(world, { table, stacks, services, names, workflow, bus }), now: world.now };
  return retryTransient(
    makeEnsure((target: Extract<Target, { kind: 'stack' }>, operation) => stackAim(target, operation, deps), deps),
  );
};
export const handler = onLambda(bind);

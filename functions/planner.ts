import { capabilitiesOf } from './capabilities-of.ts';
import { bucket, bus, images, machineImages, network, quotas, table, templates } from './container.ts';
import { controlPlaneOf } from './control-plane-of.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { makePlanOperation } from './steps/plan-operation.ts';
import { onLambda, type World } from './world.ts';

/** Carries the CDK. Runs first in a deployment; a second run returns the plan of the first. */
export const bind = (world: World) => {
  return retryTransient(
    makePlanOperation({
      ...capabilitiesOf(world, { table, bucket, network, machineImages, quotas, templates, images, bus }),
      controlPlane: controlPlaneOf(world),
      now: world.now,
    }),
  );
};
export const handler = onLambda(bind);

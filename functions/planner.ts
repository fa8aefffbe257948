import { bucket, machineImages, network, table, templates } from './container.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { makePlanOperation } from './steps/plan-operation.ts';
import { onLambda, type World } from './world.ts';

/** The only function that carries the CDK. Runs first in a deployment; a second run returns the plan of the first. */
export const bind = (world: World) => {
  const boundaryArn = world.optional('BOUNDARY_ARN');
  const controlPlane = {
    builderArns: world.setting('BUILDER_ARNS').split(','),
    bucketName: world.setting('BUCKET'),
    ...(boundaryArn ? { boundaryArn } : {}),
  };
  return retryTransient(
    makePlanOperation({
      table: table(world),
      bucket: bucket(world),
      network: network(world),
      machineImages: machineImages(world),
      templates: templates(world),
      controlPlane,
      now: world.now,
    }),
  );
};
export const handler = onLambda(bind);

import type { ControlPlane } from '../blueprint/render-input.ts';
import type { World } from './world.ts';

/** What environments' stacks refer to of the control plane, from the settings of whoever renders. */
export function controlPlaneOf(world: World): ControlPlane {
  const boundaryArn = world.optional('BOUNDARY_ARN');
  return {
    builderArns: world.setting('BUILDER_ARNS').split(','),
    bucketName: world.setting('BUCKET'),
    ...(boundaryArn ? { boundaryArn } : {}),
  };
}

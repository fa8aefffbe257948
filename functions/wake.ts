import { capabilitiesOf } from './capabilities-of.ts';
import { builds, bus, images, names, services, stacks, table, workflow } from './container.ts';
import { deploymentAim } from './ensure/deployment-aim.ts';
import { imageAim } from './ensure/image-aim.ts';
import { stackAim } from './ensure/stack-aim.ts';
import { makeWake } from './ensure/wake.ts';
import { onLambda, type World } from './world.ts';

/** Rung by events of CloudFormation, CodeBuild and ECS. It never begins anything: see `makeWake`. */
export const bind = (world: World) => {
  const deps = {
    ...capabilitiesOf(world, { table, stacks, builds, images, services, names, workflow, bus }),
    bucketName: world.setting('BUCKET'),
    now: world.now,
  };
  return makeWake((target, operation) => {
    if (target.kind === 'stack') return stackAim(target, operation, deps);
    return target.kind === 'build' ? imageAim(target, operation, deps) : deploymentAim(deps);
  }, deps);
};
export const handler = onLambda(bind);

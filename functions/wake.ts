import { builds, bus, images, names, services, stacks, table, workflow } from './container.ts';
import { deploymentAim } from './ensure/deployment-aim.ts';
import { imageAim } from './ensure/image-aim.ts';
import { stackAim } from './ensure/stack-aim.ts';
import { makeWake } from './ensure/wake.ts';
import { onLambda, type World } from './world.ts';

/** Rung by events of CloudFormation, CodeBuild and ECS. It never begins anything: see `makeWake`. */
export const bind = (world: World) => {
  const deps = {
    table: table(world),
    stacks: stacks(world),
    builds: builds(world),
    images: images(world),
    services: services(world),
    names: names(world),
    workflow: workflow(world),
    bus: bus(world),
    bucketName: world.setting('BUCKET'),
    now: world.now,
  };
  return makeWake((target, operation) => {
    if (target.kind === 'stack') return stackAim(target, operation, deps);
    return target.kind === 'build' ? imageAim(target, operation, deps) : deploymentAim(deps);
  }, deps);
};
export const handler = onLambda(bind);

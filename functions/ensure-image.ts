import type { Target } from '../domain/operation/operation.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import { builds, bus, images, stacks, table, workflow } from './container.ts';
import { makeEnsure } from './ensure/ensure.ts';
import { imageAim } from './ensure/image-aim.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { onLambda, type World } from './world.ts';

/** Waits for one image. The only function that may start or stop a build, and pass BuildRole to it. */
export const bind = (world: World) => {
  const deps = {
    ...capabilitiesOf(world, { table, stacks, builds, images, workflow, bus }),
    bucketName: world.setting('BUCKET'),
    now: world.now,
  };
  return retryTransient(
    makeEnsure((target: Extract<Target, { kind: 'build' }>, operation) => imageAim(target, operation, deps), deps),
  );
};
export const handler = onLambda(bind);

import { builds, bus, images, stacks, table, workflow } from './container.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { makeSettleOperation } from './steps/settle-operation.ts';
import { onLambda, type World } from './world.ts';

export const bind = (world: World) =>
  retryTransient(
    makeSettleOperation({
      table: table(world),
      stacks: stacks(world),
      builds: builds(world),
      images: images(world),
      workflow: workflow(world),
      bus: bus(world),
      now: world.now,
    }),
  );
export const handler = onLambda(bind);

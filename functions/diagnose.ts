import { builds, logs, services, stacks, table } from './container.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { makeDiagnoseOperation } from './steps/diagnose-operation.ts';
import { onLambda, type World } from './world.ts';

export const bind = (world: World) =>
  retryTransient(
    makeDiagnoseOperation({
      table: table(world),
      stacks: stacks(world),
      builds: builds(world),
      services: services(world),
      logs: logs(world),
      now: world.now,
    }),
  );
export const handler = onLambda(bind);

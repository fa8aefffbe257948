import { capabilitiesOf } from './capabilities-of.ts';
import { builds, logs, services, stacks, table } from './container.ts';
import { retryTransient } from './ensure/retry-transient.ts';
import { makeDiagnoseOperation } from './steps/diagnose-operation.ts';
import { onLambda, type World } from './world.ts';

export const bind = (world: World) =>
  retryTransient(makeDiagnoseOperation({ ...capabilitiesOf(world, { table, stacks, builds, services, logs }), now: world.now }));
export const handler = onLambda(bind);

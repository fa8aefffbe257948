import { getEnvironmentHealth } from './api/get-environment-health.ts';
import { getEnvironmentLogs } from './api/get-environment-logs.ts';
import { handleHttp } from './api/handle-http.ts';
import type { ObserverDeps } from './api/observer-deps.ts';
import type { Use } from './api/use-case.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import { builds, logs, services, stacks, table } from './container.ts';
import type { ObserverUse } from './routes.ts';
import { onLambda, type World } from './world.ts';

const uses = {
  'get-environment-health': getEnvironmentHealth,
  'get-environment-logs': getEnvironmentLogs,
} as const satisfies Record<ObserverUse, Use<ObserverDeps>>;

/** A function of its own: with the clients of ECS, CloudFormation, CodeBuild and Logs the Api would start a third slower, and may more. */
export const bind = (world: World) =>
  handleHttp<ObserverDeps>(
    uses,
    { ...capabilitiesOf(world, { table, stacks, builds, services, logs }), now: world.now, log: world.log },
    25_000,
  );
export const handler = onLambda(bind);

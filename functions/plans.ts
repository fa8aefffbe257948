import { adminsOf } from './admins-of.ts';
import { createPlan } from './api/create-plan.ts';
import { handleHttp } from './api/handle-http.ts';
import type { PlansDeps } from './api/plans-deps.ts';
import type { Use } from './api/use-case.ts';
import { bucket, machineImages, network, offers, table } from './container.ts';
import { controlPlaneOf } from './control-plane-of.ts';
import { deploymentOf } from './deployment-of.ts';
import type { PlansUse } from './routes.ts';
import { onLambda, type World } from './world.ts';

const uses = { 'create-plan': createPlan } as const satisfies Record<PlansUse, Use<PlansDeps>>;

/** A function of its own: it carries the CDK like the Planner, and unlike it may write nothing. */
export const bind = (world: World) => {
  const http = handleHttp<PlansDeps>(uses, {
    table: table(world),
    bucket: bucket(world),
    network: network(world),
    machineImages: machineImages(world),
    offers: offers(world),
    deployment: deploymentOf(world),
    controlPlane: controlPlaneOf(world),
    admins: adminsOf(world),
    log: world.log,
  });
  // The router reads nothing of Lambda's context; middy only wants one that can say how much time is left.
  return (event: object): Promise<unknown> => http(event as never, { getRemainingTimeInMillis: () => 25_000 } as never);
};
export const handler = onLambda(bind);

import { adminsOf } from './admins-of.ts';
import { createPlan } from './api/create-plan.ts';
import { handleHttp } from './api/handle-http.ts';
import type { PlansDeps } from './api/plans-deps.ts';
import type { Use } from './api/use-case.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import { bucket, machineImages, network, offers, parents, quotas, table } from './container.ts';
import { controlPlaneOf } from './control-plane-of.ts';
import { deploymentOf } from './deployment-of.ts';
import type { PlansUse } from './routes.ts';
import { onLambda, type World } from './world.ts';

const uses = { 'create-plan': createPlan } as const satisfies Record<PlansUse, Use<PlansDeps>>;

/** A function of its own: it carries the CDK like the Planner, and unlike it may write nothing. */
export const bind = (world: World) =>
  handleHttp<PlansDeps>(
    uses,
    {
      ...capabilitiesOf(world, { table, bucket, network, machineImages, quotas, offers, parents }),
      deployment: deploymentOf(world),
      controlPlane: controlPlaneOf(world),
      admins: adminsOf(world),
      log: world.log,
    },
    25_000,
  );
export const handler = onLambda(bind);

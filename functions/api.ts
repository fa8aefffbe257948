import { adminsOf } from './admins-of.ts';
import { cancelOperation } from './api/cancel-operation.ts';
import { createEnvironment } from './api/create-environment.ts';
import { deleteEnvironment } from './api/delete-environment.ts';
import { getEnvironment } from './api/get-environment.ts';
import { getFreeze } from './api/get-freeze.ts';
import { getHealth } from './api/get-health.ts';
import { getOpenapi } from './api/get-openapi.ts';
import { getOperation } from './api/get-operation.ts';
import { getRevision } from './api/get-revision.ts';
import { getSpecSchema } from './api/get-spec-schema.ts';
import { handleHttp } from './api/handle-http.ts';
import { liftFreeze } from './api/lift-freeze.ts';
import { listEnvironments } from './api/list-environments.ts';
import { listOperations } from './api/list-operations.ts';
import { listRevisions } from './api/list-revisions.ts';
import { listWaves } from './api/list-waves.ts';
import { patchEnvironment } from './api/patch-environment.ts';
import { putEnvironment } from './api/put-environment.ts';
import { rebuildEnvironment } from './api/rebuild-environment.ts';
import { repairEnvironment } from './api/repair-environment.ts';
import { restartEnvironment } from './api/restart-environment.ts';
import { rollbackEnvironment } from './api/rollback-environment.ts';
import { setFreeze } from './api/set-freeze.ts';
import type { Use } from './api/use-case.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import { offers, parents, table, workflow } from './container.ts';
import { deploymentOf } from './deployment-of.ts';
import type { ApiUse } from './routes.ts';
import { onLambda, type World } from './world.ts';

const uses = {
  'put-environment': putEnvironment,
  'patch-environment': patchEnvironment,
  'create-environment': createEnvironment,
  'list-environments': listEnvironments,
  'get-environment': getEnvironment,
  'delete-environment': deleteEnvironment,
  'rebuild-environment': rebuildEnvironment,
  'rollback-environment': rollbackEnvironment,
  'restart-environment': restartEnvironment,
  'list-revisions': listRevisions,
  'get-revision': getRevision,
  'repair-environment': repairEnvironment,
  'list-operations': listOperations,
  'get-operation': getOperation,
  'cancel-operation': cancelOperation,
  'get-openapi': getOpenapi,
  'get-spec-schema': getSpecSchema,
  'get-health': getHealth,
  'get-freeze': getFreeze,
  'list-waves': listWaves,
  'set-freeze': setFreeze,
  'lift-freeze': liftFreeze,
} as const satisfies Record<ApiUse, Use>;

export const bind = (world: World) => {
  const { now, random, log } = world;
  return handleHttp(
    uses,
    {
      ...capabilitiesOf(world, { table, workflow, offers, parents }),
      now,
      random,
      log,
      deployment: deploymentOf(world),
      embedded: world.optional('STAGE') === 'embedded',
      admins: adminsOf(world),
    },
    25_000,
  );
};
export const handler = onLambda(bind);

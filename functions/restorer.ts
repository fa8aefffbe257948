import { handleHttp } from './api/handle-http.ts';
import { repairFromStacks } from './api/repair-from-stacks.ts';
import type { RestorerDeps } from './api/restorer-deps.ts';
import type { Use } from './api/use-case.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import { bucket, images, table, templates } from './container.ts';
import type { RestorerUse } from './routes.ts';
import { onLambda, type World } from './world.ts';

const uses = { 'repair-from-stacks': repairFromStacks } as const satisfies Record<RestorerUse, Use<RestorerDeps>>;

/** A function of its own: nobody else writes environments nobody asked for, or lists what stands in the account. */
export const bind = (world: World) =>
  handleHttp<RestorerDeps>(
    uses,
    { ...capabilitiesOf(world, { table, bucket, templates, images }), now: world.now, log: world.log },
    25_000,
  );
export const handler = onLambda(bind);

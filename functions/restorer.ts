import { handleHttp } from './api/handle-http.ts';
import { repairFromStacks } from './api/repair-from-stacks.ts';
import type { RestorerDeps } from './api/restorer-deps.ts';
import type { Use } from './api/use-case.ts';
import { bucket, images, table, templates } from './container.ts';
import type { RestorerUse } from './routes.ts';
import { onLambda, type World } from './world.ts';

const uses = { 'repair-from-stacks': repairFromStacks } as const satisfies Record<RestorerUse, Use<RestorerDeps>>;

/** A function of its own: nobody else writes environments nobody asked for, or lists what stands in the account. */
export const bind = (world: World) => {
  const http = handleHttp<RestorerDeps>(uses, {
    table: table(world),
    bucket: bucket(world),
    templates: templates(world),
    images: images(world),
    now: world.now,
    log: world.log,
  });
  // The router reads nothing of Lambda's context; middy only wants one that can say how much time is left.
  return (event: object): Promise<unknown> => http(event as never, { getRemainingTimeInMillis: () => 25_000 } as never);
};
export const handler = onLambda(bind);

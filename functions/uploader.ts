import { createUpload, type UploaderDeps } from './api/create-upload.ts';
import { handleHttp } from './api/handle-http.ts';
import type { Use } from './api/use-case.ts';
import { uploads } from './container.ts';
import type { UploaderUse } from './routes.ts';
import { onLambda, type World } from './world.ts';

const uses = { 'create-upload': createUpload } as const satisfies Record<UploaderUse, Use<UploaderDeps>>;

/** A function of its own: an address it signs may do what the function may, and that is to put something under `uploads/`. */
export const bind = (world: World) => {
  const http = handleHttp<UploaderDeps>(uses, { uploads: uploads(world), log: world.log });
  // The router reads nothing of Lambda's context; middy only wants one that can say how much time is left.
  return (event: object): Promise<unknown> => http(event as never, { getRemainingTimeInMillis: () => 14_000 } as never);
};
export const handler = onLambda(bind);

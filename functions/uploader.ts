import { createUpload, type UploaderDeps } from './api/create-upload.ts';
import { handleHttp } from './api/handle-http.ts';
import type { Use } from './api/use-case.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import { uploads } from './container.ts';
import type { UploaderUse } from './routes.ts';
import { onLambda, type World } from './world.ts';

const uses = { 'create-upload': createUpload } as const satisfies Record<UploaderUse, Use<UploaderDeps>>;

/** A function of its own: an address it signs may do what the function may, and that is to put something under `uploads/`. */
export const bind = (world: World) =>
  handleHttp<UploaderDeps>(uses, { ...capabilitiesOf(world, { uploads }), log: world.log }, 14_000);
export const handler = onLambda(bind);

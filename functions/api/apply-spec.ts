import { bringAbout, type Way } from './bring-about.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

/** A spec that says everything itself, whatever serves. */
export const applySpec = (name: string, spec: unknown, request: Request, deps: ApiDeps, way: Way = {}): Promise<Answer> =>
  bringAbout(name, async () => ({ spec }), request, deps, way);

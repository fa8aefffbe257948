import type { FunctionName } from '../functions/catalog.ts';
import { type Route, routes } from '../functions/routes.ts';

/** An HTTP API event, as far as routing reads it. */
export interface HttpCall {
  readonly requestContext: { readonly http: { readonly method: string; readonly path: string } };
}

const elsewhere = (routes as readonly Route[]).flatMap(({ method, path, function: name }) =>
  name ? [{ method, name, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`) }] : [],
);

/** API Gateway's part: which function a route is integrated with. What no route takes goes to Api, which says so best. */
export function integrationOf({ requestContext: { http } }: HttpCall): FunctionName {
  return elsewhere.find(({ method, pattern }) => method === http.method && pattern.test(http.path))?.name ?? 'Api';
}

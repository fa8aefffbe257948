import middy from '@middy/core';
import httpRouterHandler from '@middy/http-router';
import { closest, distance } from 'fastest-levenshtein';
import { type Route, routes } from '../routes.ts';
import { Problem } from './problem.ts';
import { type HttpEvent, readRequest } from './read-request.ts';
import { toResponse } from './to-response.ts';
import type { Answer, Use } from './use-case.ts';

/**
 * Routes, reads, answers: every request ends in an answer of ours, and a bug in a 500 that says nothing of itself. A function
 * answers the routes it has a use case for, within the time it has.
 */
export function handleHttp<D extends { readonly log: (line: object) => void }>(
  uses: Readonly<Record<string, Use<D>>>,
  deps: D,
  withinMs: number,
): (event: object) => Promise<unknown> {
  const router = httpRouterHandler<HttpEvent, Answer>({
    routes: (routes as readonly Route[]).flatMap(({ method, path, use }) => {
      const answer = uses[use];
      return answer ? [{ method, path, handler: async (event: HttpEvent) => answer(readRequest(event), deps) }] : [];
    }) as never,
    notFoundResponse: ({ method, path }: { method: string; path: string }) => {
      throw unknownRoute(method, path);
    },
  } as never);
  const http = middy(router as never)
    .after((request) => {
      request.response = toResponse(request.response as unknown as Answer, pathOf(request.event)) as never;
    })
    .onError((request) => {
      const { error } = request;
      const problem =
        error instanceof Problem
          ? error
          : new Problem(500, 'INTERNAL', 'Something went wrong here, not in your request; it may be sent again.', {
              cause: error,
            });
      if (problem.status >= 500)
        deps.log({
          level: 'ERROR',
          message: 'request failed',
          path: pathOf(request.event),
          error: `${error?.name}: ${error?.message}`,
          stack: error?.stack,
        });
      request.response = toResponse(problem, pathOf(request.event)) as never;
    });
  // The router reads nothing of Lambda's context; middy only wants one that can say how much time is left.
  return (event) => http(event as never, { getRemainingTimeInMillis: () => withinMs } as never);
}

const pathOf = (event: unknown) => (event as HttpEvent).requestContext.http.path;

function unknownRoute(method: string, path: string): Problem {
  const there = routes.filter((route) => filledIn(route.path, path) === path.replace(/(?<=.)\/$/, ''));
  if (there.length > 0) {
    const allow = there.map((route) => route.method).join(', ');
    return new Problem(405, 'METHOD_NOT_ALLOWED', `${path} takes ${allow}, not ${method}.`, { headers: { allow } });
  }
  const near = closest(
    path,
    routes.map((route) => filledIn(route.path, path)),
  );
  const hint = distance(path, near) <= Math.max(3, path.length / 3) ? ` Did you mean ${near}?` : '';
  return new Problem(404, 'ROUTE_UNKNOWN', `There is no ${path}.${hint}`);
}

/** The route with its parameters as the path has them: `/environments/{name}` for `/enviroments/shop` is `/environments/shop`. */
function filledIn(route: string, path: string): string {
  const parts = path.split('/');
  return route
    .split('/')
    .map((part, index) => (part.startsWith('{') ? parts[index] || part : part))
    .join('/');
}

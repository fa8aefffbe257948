import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpCall } from './integration-of.ts';

interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Far above the API's own limit, so that its answer is seen; a body this large is not worth reading to its end. */
const mostBytes = 10 * 1024 * 1024;

/** API Gateway's part: an HTTP request becomes a payload 2.0 event, the function's answer an HTTP response. */
export function httpServer(invoke: (event: HttpCall) => Promise<unknown>, extra: (path: string) => unknown): Server {
  return createServer((request, response) => {
    answer(request, response, invoke, extra).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: error instanceof Error ? error.message : 'Internal Server Error' }));
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  invoke: (event: HttpCall) => Promise<unknown>,
  extra: (path: string) => unknown,
) {
  const url = new URL(request.url ?? '/', 'http://embedded');
  const own = request.method === 'GET' ? extra(url.pathname) : undefined;
  if (own !== undefined) {
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(own));
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) {
      response.writeHead(413, { 'content-type': 'application/json', connection: 'close' });
      return response.end('{"message":"Request Entity Too Large"}');
    }
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const event = {
    version: '2.0',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
    ),
    ...(body.length > 0 ? { body: body.toString('utf8') } : {}),
    isBase64Encoded: false,
    requestContext: {
      http: { method: request.method ?? 'GET', path: url.pathname },
      authorizer: { iam: { userArn: 'arn:aws:iam::111122223333:user/you' } },
    },
  };
  const { statusCode, headers, body: text } = (await invoke(event)) as LambdaAnswer;
  response.writeHead(statusCode, headers);
  return response.end(text);
}

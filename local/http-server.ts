import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpCall } from './integration-of.ts';
import { entityTooLarge, type StoreCall, type Stored, s3Mount } from './simulated-s3.ts';

interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Far above the API's own limit, so that its answer is seen; a body this large is not worth reading to its end. */
const mostBytes = 10 * 1024 * 1024;
/** S3 takes 5 GB in one PUT and the product 500 MB; here every object is part of one JSON file. */
const mostUploadBytes = 50_000_000;

interface Behind {
  readonly invoke: (event: HttpCall) => Promise<unknown>;
  /** What the simulator shows of itself. */
  readonly extra: (path: string) => Promise<unknown>;
  /** S3, for what is uploaded to presigned addresses. */
  readonly store: (call: StoreCall) => Promise<Stored>;
}

/** API Gateway's part: an HTTP request becomes a payload 2.0 event, the function's answer an HTTP response. */
export function httpServer(behind: Behind): Server {
  return createServer((request, response) => {
    answer(request, response, behind).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: error instanceof Error ? error.message : 'Internal Server Error' }));
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, { invoke, extra, store }: Behind) {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'embedded'}`);
  const own = request.method === 'GET' ? await extra(url.pathname) : undefined;
  if (own !== undefined) {
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(own));
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );
  if (url.pathname.startsWith(`${s3Mount}/`)) {
    const uploaded = await bodyOf(request, mostUploadBytes);
    const stored = uploaded
      ? await store({ method: request.method ?? 'GET', url: url.href, headers, body: uploaded })
      : entityTooLarge(mostUploadBytes);
    response.writeHead(stored.status, { ...stored.headers, ...(uploaded ? {} : { connection: 'close' }) });
    return response.end(stored.body);
  }
  const body = await bodyOf(request, mostBytes);
  if (!body) {
    response.writeHead(413, { 'content-type': 'application/json', connection: 'close' });
    return response.end('{"message":"Request Entity Too Large"}');
  }
  const event = {
    version: '2.0',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    ...(body.length > 0 ? { body: body.toString('utf8') } : {}),
    isBase64Encoded: false,
    requestContext: {
      http: { method: request.method ?? 'GET', path: url.pathname },
      authorizer: { iam: { userArn: 'arn:aws:iam::111122223333:user/you' } },
    },
  };
  const { statusCode, headers: answered, body: text } = (await invoke(event)) as LambdaAnswer;
  response.writeHead(statusCode, answered);
  return response.end(text);
}

/** Undefined when there is more of it than that. */
async function bodyOf(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

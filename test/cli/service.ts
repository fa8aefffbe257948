import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly key: string | undefined;
  readonly ifMatch?: string;
  readonly planHash?: string;
  readonly body: string;
}

/** A service that plays recorded answers: per route its replies in order, the last one for ever. Closed when the test is over. */
export const service = async (script: Readonly<Record<string, readonly Reply[]>>) => {
  const heard: Heard[] = [];
  const played = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const route = `${request.method} ${request.url}`;
    const { 'idempotency-key': key, 'if-match': ifMatch, 'plan-hash': planHash } = request.headers;
    heard.push({
      method: request.method ?? '',
      url: request.url ?? '',
      key: typeof key === 'string' ? key : undefined,
      ...(ifMatch === undefined ? {} : { ifMatch }),
      ...(typeof planHash === 'string' ? { planHash } : {}),
      body: Buffer.concat(chunks).toString(),
    });
    const replies = script[route] ?? [{ status: 404, body: problem({ status: 404, code: 'NOT_FOUND', detail: `no ${route}` }) }];
    const turn = played.get(route) ?? 0;
    played.set(route, turn + 1);
    const { status, headers, body } = replies[Math.min(turn, replies.length - 1)] ?? { status: 500 };
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
};

export const problem = (given: { status: number; code: string; detail: string } & Record<string, unknown>) => ({
  type: `https://moorage.dev/problems/${given.code}`,
  title: given.code,
  ...given,
});

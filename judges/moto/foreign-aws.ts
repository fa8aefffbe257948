import { createServer, request as httpRequest, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { StandIn } from './stand-in.ts';
import { toWireCall, type WireAnswer, type WireCall } from './wire.ts';

/** What AWS_ENDPOINT_URL leads to: moto, with the stand-ins in front of it. Answers with its server. */
export function foreignAws(moto: string, standIns: readonly StandIn[], say: (line: string) => void): Server {
  const server = createServer(async (incoming, outgoing) => {
    try {
      const call = toWireCall(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers, await buffer(incoming));
      const { status, headers, body } = await answerTo(call, moto, standIns);
      outgoing.writeHead(status, { ...headers, 'content-length': String(body.length) });
      outgoing.end(incoming.method === 'HEAD' ? undefined : body);
    } catch (error) {
      // An answer no client understands: whatever goes wrong in a stand-in must not look like AWS.
      say(`in front of moto: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      outgoing.writeHead(502, { 'content-type': 'text/plain' });
      outgoing.end('a stand-in failed');
    }
  });
  // A client may keep a connection for as long as a wait of a machine lasts.
  server.keepAliveTimeout = 600_000;
  return server;
}

function answerTo(call: WireCall, moto: string, [first, ...rest]: readonly StandIn[]): Promise<WireAnswer> {
  return first ? first.handle(call, (changed = call) => answerTo(changed, moto, rest)) : forwardTo(moto, call);
}

/** Sends a call on as it came, its signature too: moto reads account and region from it. */
export function forwardTo(endpoint: string, { method, path, headers, body }: WireCall): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      `${endpoint}${path}`,
      { method, headers: { ...headers, 'content-length': body.length } },
      async (answer) => {
        try {
          const plain = Object.fromEntries(
            Object.entries(answer.headers).flatMap(([name, value]) =>
              value === undefined || ['connection', 'transfer-encoding', 'date', 'server'].includes(name)
                ? []
                : [[name, typeof value === 'string' ? value : value.join(', ')]],
            ),
          );
          resolve({ status: answer.statusCode ?? 500, headers: plain, body: await buffer(answer) });
        } catch (error) {
          reject(error);
        }
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

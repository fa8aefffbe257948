import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { HttpResponse } from '@smithy/core/protocols';
import dynalite from 'dynalite';

interface SmithyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * DynamoDB in this process: dynalite, on disk or in memory, spoken to through the SDK's request handler without a socket.
 * Without a socket there is no timing of the operating system in it, so a seeded run replays.
 */
export function makeDynamoDb(path?: string) {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(path === undefined ? {} : { path }) });
  const [serve] = server.listeners('request') as [(request: object, response: object) => void];
  return {
    requestHandler: {
      handle: (request: SmithyRequest) =>
        new Promise<{ response: HttpResponse }>((resolve) => {
          const incoming = Object.assign(Readable.from([bytesOf(request.body)]), {
            method: request.method,
            url: request.path,
            headers: lowerCase(request.headers),
          });
          serve(
            incoming,
            new Outgoing((statusCode, headers, body) =>
              resolve({ response: new HttpResponse({ statusCode, headers, body: Readable.from([body]) }) }),
            ),
          );
        }),
      destroy() {},
    },
    /** Waits until everything is on disk. */
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const bytesOf = (body: string | Uint8Array = '') =>
  ArrayBuffer.isView(body) ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : Buffer.from(body);
const lowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** As much of a ServerResponse as dynalite uses. */
class Outgoing extends EventEmitter {
  statusCode = 200;
  readonly #headers: Record<string, string> = {};
  readonly #done: (status: number, headers: Record<string, string>, body: Buffer) => void;

  constructor(done: (status: number, headers: Record<string, string>, body: Buffer) => void) {
    super();
    this.#done = done;
  }
  setHeader(name: string, value: string): void {
    this.#headers[name.toLowerCase()] = String(value);
  }
  removeHeader(name: string): void {
    delete this.#headers[name.toLowerCase()];
  }
  end(body: string | Buffer = ''): void {
    this.#done(this.statusCode, this.#headers, Buffer.from(body));
  }
}

import { Buffer } from 'node:buffer';

/** What a caller may hand to PutObject, before and after the structured clone of the wire. */
export type BodyInput = string | Uint8Array | ArrayBuffer | undefined;

export function bytesOf(body: BodyInput): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  throw new TypeError('the simulated S3 takes a string or bytes as Body, not a stream');
}

/** The part of the SDK's stream mixin that a Lambda reads an object with. */
export function bodyOf(base64: string) {
  const bytes = Buffer.from(base64, 'base64');
  return {
    transformToString: async (encoding?: string) => bytes.toString((encoding ?? 'utf8') as 'utf8'),
    transformToByteArray: async () => new Uint8Array(bytes),
    async *[Symbol.asyncIterator]() {
      yield new Uint8Array(bytes);
    },
  };
}

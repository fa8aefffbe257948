import { createHash } from 'node:crypto';
import { type Zippable, zipSync } from 'fflate';
import type { Upload } from '../../schemas/gen/api.types.ts';
import type { TestWorld } from './world.ts';

export const zipOf = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, [new TextEncoder().encode(text), { mtime: '1980-01-01T12:00:00' }]]),
    ) as Zippable,
  );

/** Asks for an address and answers how to PUT to it, as an HTTP client would. */
export async function askToUpload(world: TestWorld, zip: Uint8Array) {
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const { status, body } = await world.request<Upload>('POST', '/uploads', { sha256, bytes: zip.length });
  if (status !== 201) throw new Error(`POST /uploads was answered ${status}: ${JSON.stringify(body)}`);
  return {
    ...body,
    put: (content: Uint8Array = zip, headers: Readonly<Record<string, string>> = body.headers) =>
      world.region.call('S3', 'PresignedPut', {
        method: 'PUT',
        url: body.url,
        headers: { ...headers, host: new URL(body.url).host, 'content-length': String(content.length) },
        base64: Buffer.from(content).toString('base64'),
      }),
  };
}

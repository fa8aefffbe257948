import type { Region } from '../simulator/region.ts';

/** Where the simulated S3 is on this machine. */
export const s3Mount = '/simulator/s3';

export interface StoreCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
export interface Stored {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** S3's REST interface, as far as a presigned PUT goes: errors are XML there. */
export function simulatedS3(region: Region) {
  return ({ method, url, headers, body }: StoreCall): Stored => {
    if (method !== 'PUT') return xml(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
    try {
      const stored = region.call('S3', 'PresignedPut', { method, url, headers, base64: body.toString('base64'), mount: s3Mount });
      const { ETag } = stored as { ETag: string };
      return { status: 200, headers: { etag: ETag }, body: '' };
    } catch (error) {
      const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      if (!$metadata) throw error;
      return xml($metadata.httpStatusCode ?? 500, name, message);
    }
  };
}

export const entityTooLarge = (most: number): Stored =>
  xml(400, 'EntityTooLarge', `Your proposed upload exceeds the maximum allowed size, which here is ${most} bytes.`);

function xml(status: number, code: string, message: string): Stored {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

import { S3Client } from '@aws-sdk/client-s3';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Connect } from './connect.ts';

export interface UploadAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

export interface Uploads {
  /** An address to which exactly this content may be PUT under this key, and nothing else. `sha256` is hexadecimal. */
  sign(key: string, sha256: string, bytes: number): Promise<UploadAddress>;
}

interface Options {
  /** Where S3 is, if it is not AWS's: the bucket's name is then the first part of the path. */
  readonly endpoint?: string;
  readonly now: () => number;
}

const lifeSeconds = 15 * 60;

export function makeUploads(connect: Connect, bucket: string, { endpoint, now }: Options): Uploads {
  const { config } = connect(S3Client);
  return {
    async sign(key, hash, bytes) {
      const region = await config.region();
      // Without a sha256 of the whole body in the signature, because S3 compares the content with the checksum anyway.
      const signer = new SignatureV4({
        service: 's3',
        region,
        credentials: config.credentials,
        sha256: Sha256,
        uriEscapePath: false,
        applyChecksum: false,
      });
      const base = new URL(
        endpoint ? `${endpoint}/${bucket}/${key}` : `https://${bucket}.s3.${region}.${suffixOf(region)}/${key}`,
      );
      const headers = {
        'content-length': String(bytes),
        'x-amz-checksum-sha256': Buffer.from(hash, 'hex').toString('base64'),
      };
      const signedAt = new Date(now());
      const { query = {} } = await signer.presign(
        {
          method: 'PUT',
          protocol: base.protocol,
          hostname: base.hostname,
          path: base.pathname,
          headers: { ...headers, host: base.host, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' },
        },
        { signingDate: signedAt, expiresIn: lifeSeconds, unhoistableHeaders: new Set(['x-amz-checksum-sha256']) },
      );
      for (const [name, value] of Object.entries(query)) base.searchParams.set(name, String(value));
      // What a signature is checked against has %20 where this writes a plus.
      base.search = base.search.replaceAll('+', '%20');
      return { url: base.href, headers, expiresAt: new Date(signedAt.getTime() + lifeSeconds * 1000).toISOString() };
    },
  };
}

const suffixOf = (region: string) => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');

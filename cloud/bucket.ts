import { CopyObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Connect } from './connect.ts';

export interface Bucket {
  /** Keys are content-addressed or belong to one operation, so writing twice writes the same. */
  put(key: string, body: string | Uint8Array, contentType: string): Promise<void>;
  text(key: string): Promise<string>;
  /** All keys that begin so, in their order. */
  keys(prefix: string): Promise<readonly string[]>;
  /** Inside S3, nothing travels. False when there is nothing under `from`. */
  copy(from: string, to: string): Promise<boolean>;
}

export function makeBucket(connect: Connect, name: string): Bucket {
  const client = connect(S3Client);
  return {
    async put(Key, Body, ContentType) {
      await client.send(new PutObjectCommand({ Bucket: name, Key, Body, ContentType }));
    },
    async copy(from, Key) {
      try {
        await client.send(new CopyObjectCommand({ Bucket: name, Key, CopySource: `${name}/${from}` }));
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return false;
        throw error;
      }
    },
    async text(Key) {
      const found = await client.send(new GetObjectCommand({ Bucket: name, Key }));
      return (await found.Body?.transformToString()) ?? '';
    },
    async keys(Prefix) {
      const keys: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket: name, Prefix, ContinuationToken }));
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
      return keys;
    },
  };
}

import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Connect } from './connect.ts';

export interface Bucket {
  /** Keys are content-addressed or belong to one operation, so writing twice writes the same. */
  put(key: string, body: string | Uint8Array, contentType: string): Promise<void>;
  has(key: string): Promise<boolean>;
  text(key: string): Promise<string>;
}

export function makeBucket(connect: Connect, name: string): Bucket {
  const client = connect(S3Client);
  return {
    async put(Key, Body, ContentType) {
      await client.send(new PutObjectCommand({ Bucket: name, Key, Body, ContentType }));
    },
    async has(Key) {
      try {
        await client.send(new HeadObjectCommand({ Bucket: name, Key }));
        return true;
      } catch (error) {
        if (error instanceof Error && /^(NotFound|NoSuchKey)$/.test(error.name)) return false;
        throw error;
      }
    },
    async text(Key) {
      const found = await client.send(new GetObjectCommand({ Bucket: name, Key }));
      return (await found.Body?.transformToString()) ?? '';
    },
  };
}

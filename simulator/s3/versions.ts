import { s3Errors } from './s3-errors.ts';
import type { Bucket, StoredObject } from './s3-state.ts';

/** What a key holds now; undefined also where its newest version is a delete marker. */
export function newest(bucket: Bucket, key: string): StoredObject | undefined {
  const last = bucket.objects[key]?.at(-1);
  return last?.deleteMarker ? undefined : last;
}

/** What a bucket without versioning holds is its version `null`. */
export function versionOf(bucket: Bucket, key: string, versionId: string | undefined): StoredObject | undefined {
  if (!versionId) return newest(bucket, key);
  const version = bucket.objects[key]?.find((one) => (bucket.versioned ? one.versionId : 'null') === versionId);
  if (!version) throw s3Errors.noSuchVersion();
  if (version.deleteMarker) throw s3Errors.isDeleteMarker();
  return version;
}

/** A HEAD has no body to say in which way something is missing. */
export function seen<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if ((error as Error).name === 'NoSuchVersion') return undefined;
    throw error;
  }
}

/** The version stands behind the encoded key, so a question mark of the key itself is none of it. */
export function splitSource(source: string): [bucket: string, key: string, version: string | undefined] {
  const [encoded = '', version] = source.replace(/^\//, '').split('?versionId=');
  const path = decodeURIComponent(encoded);
  return [path.slice(0, path.indexOf('/')), path.slice(path.indexOf('/') + 1), version];
}

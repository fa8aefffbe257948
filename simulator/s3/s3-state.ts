export interface S3State {
  buckets: Record<string, Bucket>;
  /** Makes version ids, which must differ for two writes in the same moment. */
  writes: number;
}

export interface Bucket {
  name: string;
  createdAt: number;
  versioned: boolean;
  /** EventBridge hears of a bucket only after its notification configuration says so. */
  notifiesEventBridge: boolean;
  /** By key; the newest version last. Unversioned buckets hold one. */
  objects: Record<string, StoredObject[]>;
}

export interface StoredObject {
  base64: string;
  size: number;
  etag: string;
  sha256: string;
  versionId: string;
  modifiedAt: number;
  contentType: string;
  metadata: Record<string, string>;
  deleteMarker: boolean;
}

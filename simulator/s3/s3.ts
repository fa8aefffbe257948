import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type {
  CopyObjectRequest,
  DeleteObjectRequest,
  DeleteObjectsRequest,
  GetObjectRequest,
  ListObjectsV2Request,
  PutObjectRequest,
} from '@aws-sdk/client-s3';
import { awsError } from '../aws-error.ts';
import type { Context, Service } from '../service.ts';
import { type BodyInput, bodyOf, bytesOf } from './object-body.ts';
import { presignedPut } from './presigned-put.ts';
import { s3Errors } from './s3-errors.ts';
import type { Bucket, S3State, StoredObject } from './s3-state.ts';
import { newest, seen, splitSource, versionOf } from './versions.ts';

export const s3: Service = {
  name: 'S3',
  empty: (): S3State => ({ buckets: {}, writes: 0 }),
  timers: {},
  operations: {
    CreateBucket(input: { Bucket: string }, context) {
      const { buckets } = context.state<S3State>('S3');
      if (buckets[input.Bucket]) throw s3Errors.ownedByYou();
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(input.Bucket))
        throw awsError('InvalidBucketName', 'The specified bucket is not valid.');
      buckets[input.Bucket] = {
        name: input.Bucket,
        createdAt: context.now(),
        versioned: false,
        notifiesEventBridge: false,
        objects: {},
      };
      return { Location: `http://${input.Bucket}.s3.amazonaws.com/` };
    },
    HeadBucket(input: { Bucket: string }, context) {
      if (!context.state<S3State>('S3').buckets[input.Bucket]) throw s3Errors.notFound();
      return { BucketRegion: context.region };
    },
    DeleteBucket(input: { Bucket: string }, context) {
      const bucket = bucketOf(input.Bucket, context);
      if (Object.keys(bucket.objects).length > 0) throw s3Errors.bucketNotEmpty();
      delete context.state<S3State>('S3').buckets[input.Bucket];
      return {};
    },
    PutBucketVersioning(input: { Bucket: string; VersioningConfiguration: { Status?: string } }, context) {
      bucketOf(input.Bucket, context).versioned = input.VersioningConfiguration.Status === 'Enabled';
      return {};
    },
    PutBucketNotificationConfiguration(
      input: { Bucket: string; NotificationConfiguration: { EventBridgeConfiguration?: object } },
      context,
    ) {
      bucketOf(input.Bucket, context).notifiesEventBridge =
        input.NotificationConfiguration.EventBridgeConfiguration !== undefined;
      return {};
    },
    PutObject(input: PutObjectRequest & { Body?: BodyInput; Bucket: string; Key: string }, context) {
      const bucket = bucketOf(input.Bucket, context);
      const existing = newest(bucket, input.Key);
      if (input.IfNoneMatch === '*' && existing) throw s3Errors.preconditionFailed('If-None-Match');
      if (input.IfMatch && !existing) throw s3Errors.noSuchKey(input.Key);
      if (input.IfMatch && existing && unquoted(input.IfMatch) !== existing.etag) throw s3Errors.preconditionFailed('If-Match');
      const stored = objectOf(bytesOf(input.Body), input.ContentType, input.Metadata, context);
      if (input.ChecksumSHA256 && input.ChecksumSHA256 !== stored.sha256) throw s3Errors.badDigest();
      return { ...written(bucket, input.Key, stored, 'PutObject', context), ChecksumSHA256: stored.sha256 };
    },
    CopyObject(input: CopyObjectRequest & { Bucket: string; Key: string; CopySource: string }, context) {
      const [source = '', key = '', version] = splitSource(input.CopySource);
      const from = versionOf(bucketOf(source, context), key, version);
      if (!from) throw s3Errors.noSuchKey(key);
      const stored = objectOf(Buffer.from(from.base64, 'base64'), from.contentType, from.metadata, context);
      const { ETag, VersionId } = written(bucketOf(input.Bucket, context), input.Key, stored, 'CopyObject', context);
      return { CopyObjectResult: { ETag, LastModified: new Date(stored.modifiedAt) }, VersionId };
    },
    GetObject(input: GetObjectRequest & { Bucket: string; Key: string }, context) {
      const found = versionOf(bucketOf(input.Bucket, context), input.Key, input.VersionId);
      if (!found) throw s3Errors.noSuchKey(input.Key);
      return { ...described(found), Body: bodyOf(found.base64) };
    },
    HeadObject(input: GetObjectRequest & { Bucket: string; Key: string }, context) {
      const bucket = context.state<S3State>('S3').buckets[input.Bucket];
      const found = bucket && seen(() => versionOf(bucket, input.Key, input.VersionId));
      if (!found) throw s3Errors.notFound();
      return described(found);
    },
    DeleteObject(input: DeleteObjectRequest & { Bucket: string; Key: string }, context) {
      return removed(bucketOf(input.Bucket, context), input.Key, input.VersionId, context);
    },
    DeleteObjects(input: DeleteObjectsRequest & { Bucket: string }, context) {
      const bucket = bucketOf(input.Bucket, context);
      const asked = input.Delete?.Objects ?? [];
      if (asked.length < 1 || asked.length > 1000)
        throw awsError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        );
      const Deleted = asked.map(({ Key = '', VersionId }) => ({ Key, ...removed(bucket, Key, VersionId, context) }));
      return input.Delete?.Quiet ? {} : { Deleted };
    },
    ListObjectsV2(input: ListObjectsV2Request & { Bucket: string }, context) {
      const bucket = bucketOf(input.Bucket, context);
      const { Prefix = '', Delimiter, MaxKeys = 1000, ContinuationToken, StartAfter } = input;
      const after = ContinuationToken ? Buffer.from(ContinuationToken, 'base64').toString() : (StartAfter ?? '');
      const entries = Object.keys(bucket.objects)
        .filter((key) => key.startsWith(Prefix) && newest(bucket, key))
        .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
        .map((key) => {
          const cut = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
          return { key, name: cut < 0 || !Delimiter ? key : key.slice(0, cut + Delimiter.length) };
        });
      const names = [...new Set(entries.map(({ name }) => name))].filter((name) => name > after);
      const page = names.slice(0, MaxKeys);
      const isKey = new Set(entries.filter(({ key, name }) => key === name).map(({ key }) => key));
      const Contents = page.filter((name) => isKey.has(name)).map((Key) => ({ Key, ...listed(newest(bucket, Key)) }));
      const CommonPrefixes = page.filter((name) => !isKey.has(name)).map((name) => ({ Prefix: name }));
      const IsTruncated = names.length > page.length;
      return {
        Name: bucket.name,
        Prefix,
        MaxKeys,
        KeyCount: page.length,
        IsTruncated,
        ...(Contents.length > 0 ? { Contents } : {}),
        ...(CommonPrefixes.length > 0 ? { CommonPrefixes } : {}),
        ...(IsTruncated ? { NextContinuationToken: Buffer.from(page.at(-1) ?? '').toString('base64') } : {}),
      };
    },
    /** Internal: what comes over HTTP to a presigned address. */
    PresignedPut: presignedPut,
    /** Internal: what a program of a build reads. */
    Bytes(input: { Bucket: string; Key: string; VersionId?: string }, context) {
      const found = versionOf(bucketOf(input.Bucket, context), input.Key, input.VersionId);
      if (!found) throw s3Errors.noSuchKey(input.Key);
      return { base64: found.base64 };
    },
    /** Internal: how CloudFormation reads a TemplateURL. */
    ReadText(input: { Bucket: string; Key: string }, context) {
      const found = newest(bucketOf(input.Bucket, context), input.Key);
      if (!found) throw s3Errors.noSuchKey(input.Key);
      return { text: Buffer.from(found.base64, 'base64').toString('utf8') };
    },
  },
};

function bucketOf(name: string, context: Context): Bucket {
  const bucket = context.state<S3State>('S3').buckets[name];
  if (!bucket) throw s3Errors.noSuchBucket(name);
  return bucket;
}

function objectOf(
  bytes: Buffer,
  contentType = 'application/octet-stream',
  metadata: Record<string, string> = {},
  context: Context,
): StoredObject {
  const state = context.state<S3State>('S3');
  state.writes += 1;
  return {
    base64: bytes.toString('base64'),
    size: bytes.length,
    etag: createHash('md5').update(bytes).digest('hex'),
    sha256: createHash('sha256').update(bytes).digest('base64'),
    versionId: createHash('sha256').update(`${state.writes}`).digest('base64url').slice(0, 32),
    modifiedAt: context.now(),
    contentType,
    metadata,
    deleteMarker: false,
  };
}

function written(bucket: Bucket, key: string, stored: StoredObject, reason: string, context: Context) {
  bucket.objects[key] = bucket.versioned ? [...(bucket.objects[key] ?? []), stored] : [stored];
  notify(bucket, 'Object Created', key, stored, reason, context);
  return { ETag: `"${stored.etag}"`, ...(bucket.versioned ? { VersionId: stored.versionId } : {}) };
}

/** Deleting what is not there succeeds (DeleteObject API reference). */
function removed(bucket: Bucket, key: string, versionId: string | undefined, context: Context) {
  const versions = bucket.objects[key];
  if (!versions) return {};
  const before = newest(bucket, key);
  if (versionId) bucket.objects[key] = versions.filter((one) => one.versionId !== versionId);
  else if (bucket.versioned) versions.push({ ...objectOf(Buffer.alloc(0), undefined, {}, context), deleteMarker: true });
  else bucket.objects[key] = [];
  if (bucket.objects[key]?.length === 0) delete bucket.objects[key];
  if (before) notifyDeleted(bucket, key, before, bucket.versioned && !versionId, context);
  return bucket.versioned && !versionId ? { DeleteMarker: true, VersionId: versions.at(-1)?.versionId } : {};
}

/** Shape: S3 user guide, "EventBridge event message structure". */
function notify(bucket: Bucket, what: string, key: string, stored: StoredObject, reason: string, context: Context): void {
  tell(bucket, what, { key, size: stored.size, etag: stored.etag, ...versionIn(bucket, stored) }, { reason }, context);
}

/** A deletion's event has no size, and says which of the two deletions it was. */
function notifyDeleted(bucket: Bucket, key: string, stored: StoredObject, byMarker: boolean, context: Context): void {
  const how = { reason: 'DeleteObject', 'deletion-type': byMarker ? 'Delete Marker Created' : 'Permanently Deleted' };
  tell(bucket, 'Object Deleted', { key, etag: stored.etag, ...versionIn(bucket, stored) }, how, context);
}

function tell(bucket: Bucket, what: string, object: object, how: object, context: Context): void {
  if (!bucket.notifiesEventBridge) return;
  context.emit('aws.s3', what, [`arn:${context.partition}:s3:::${bucket.name}`], {
    version: '0',
    bucket: { name: bucket.name },
    object: { ...object, sequencer: context.now().toString(16).toUpperCase() },
    requester: context.account,
    ...how,
  });
}

const versionIn = (bucket: Bucket, stored: StoredObject) => (bucket.versioned ? { 'version-id': stored.versionId } : {});

function described(stored: StoredObject) {
  const { etag, modifiedAt, size, contentType, versionId, sha256, metadata } = stored;
  return {
    ETag: `"${etag}"`,
    LastModified: new Date(modifiedAt),
    ContentLength: size,
    ContentType: contentType,
    VersionId: versionId,
    ChecksumSHA256: sha256,
    Metadata: metadata,
  };
}

function listed(stored: StoredObject | undefined) {
  return stored ? { ETag: `"${stored.etag}"`, Size: stored.size, LastModified: new Date(stored.modifiedAt) } : {};
}

const unquoted = (etag: string) => etag.replace(/^"|"$/g, '');

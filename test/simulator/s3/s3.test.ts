import { describe, expect, test } from 'vitest';
import { ask, listen, makeWorld, passWithWork } from '../ecs/container-world.ts';

function withBucket() {
  const region = makeWorld();
  region.call('S3', 'CreateBucket', { Bucket: 'files' });
  return (operation: string, input: object = {}) => ask(region, 'S3', operation, { Bucket: 'files', ...input });
}
const error = (name: string, status: number) =>
  expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode: status }) });

describe('an object', () => {
  test('is read as it was written, as text and as bytes', async () => {
    const s3 = withBucket();
    const put = s3('PutObject', { Key: 'a', Body: new Uint8Array([0, 255, 65]) });
    const { Body, ETag, ContentLength } = s3('GetObject', { Key: 'a' });
    expect(await Body.transformToByteArray()).toEqual(new Uint8Array([0, 255, 65]));
    expect([ETag, ContentLength]).toEqual([put.ETag, 3]);
    s3('PutObject', { Key: 'b', Body: 'hällo' });
    expect(await s3('GetObject', { Key: 'b' }).Body.transformToString()).toBe('hällo');
    expect(s3('ReadText', { Key: 'b' })).toEqual({ text: 'hällo' });
  });
  test('that is missing is NoSuchKey to GET and NotFound to HEAD', () => {
    const s3 = withBucket();
    expect(() => s3('GetObject', { Key: 'a' })).toThrow(error('NoSuchKey', 404));
    expect(() => s3('HeadObject', { Key: 'a' })).toThrow(error('NotFound', 404));
    expect(() => s3('GetObject', { Bucket: 'none', Key: 'a' })).toThrow(error('NoSuchBucket', 404));
  });
  test('is not overwritten with IfNoneMatch *', () => {
    const s3 = withBucket();
    s3('PutObject', { Key: 'a', Body: '1', IfNoneMatch: '*' });
    expect(() => s3('PutObject', { Key: 'a', Body: '2', IfNoneMatch: '*' })).toThrow(error('PreconditionFailed', 412));
  });
  test('with a wrong checksum is refused', () => {
    expect(() => withBucket()('PutObject', { Key: 'a', Body: '1', ChecksumSHA256: 'no' })).toThrow(error('BadDigest', 400));
  });
  test('keeps its versions in a versioned bucket', async () => {
    const s3 = withBucket();
    s3('PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } });
    const { VersionId } = s3('PutObject', { Key: 'a', Body: '1' });
    s3('PutObject', { Key: 'a', Body: '2' });
    s3('DeleteObject', { Key: 'a' });
    expect(() => s3('GetObject', { Key: 'a' })).toThrow(error('NoSuchKey', 404));
    expect(await s3('GetObject', { Key: 'a', VersionId }).Body.transformToString()).toBe('1');
  });
  test('has no version that was never written, and of a mark there is nothing to read', () => {
    const s3 = withBucket();
    s3('PutObject', { Key: 'a', Body: '1' });
    expect(s3('HeadObject', { Key: 'a', VersionId: 'null' }).ContentLength).toBe(1);
    s3('PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } });
    expect(() => s3('GetObject', { Key: 'a', VersionId: 'nothing' })).toThrow(error('NoSuchVersion', 404));
    expect(() => s3('HeadObject', { Key: 'a', VersionId: 'nothing' })).toThrow(error('NotFound', 404));
    const { VersionId } = s3('DeleteObject', { Key: 'a' });
    expect(() => s3('GetObject', { Key: 'a', VersionId })).toThrow(error('MethodNotAllowed', 405));
  });
  test('is deleted whether it was there or not', () => {
    const s3 = withBucket();
    s3('PutObject', { Key: 'a', Body: '1' });
    expect(s3('DeleteObjects', { Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] } }).Deleted).toHaveLength(2);
    expect(s3('ListObjectsV2').KeyCount).toBe(0);
  });
  test('is copied', () => {
    const s3 = withBucket();
    s3('PutObject', { Key: 'a b', Body: '1' });
    s3('CopyObject', { Key: 'c', CopySource: 'files/a%20b' });
    expect(s3('ReadText', { Key: 'c' }).text).toBe('1');
    expect(() => s3('CopyObject', { Key: 'd', CopySource: 'files/none' })).toThrow(error('NoSuchKey', 404));
  });
  test('is copied from the version that is named', () => {
    const s3 = withBucket();
    s3('PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } });
    const { VersionId } = s3('PutObject', { Key: 'a?b', Body: '1' });
    s3('PutObject', { Key: 'a?b', Body: '2' });
    s3('CopyObject', { Key: 'c', CopySource: `files/a%3Fb?versionId=${VersionId}` });
    expect(s3('ReadText', { Key: 'c' }).text).toBe('1');
  });
});

test('a listing goes by prefix, delimiter and pages', () => {
  const s3 = withBucket();
  for (const Key of ['a/1', 'a/2', 'a/b/3', 'c']) s3('PutObject', { Key, Body: '' });
  const listed = s3('ListObjectsV2', { Prefix: 'a/', Delimiter: '/' });
  expect(listed.Contents.map(({ Key }: { Key: string }) => Key)).toEqual(['a/1', 'a/2']);
  expect(listed.CommonPrefixes).toEqual([{ Prefix: 'a/b/' }]);
  const first = s3('ListObjectsV2', { MaxKeys: 3 });
  expect(first.IsTruncated).toBe(true);
  expect(s3('ListObjectsV2', { ContinuationToken: first.NextContinuationToken }).Contents[0].Key).toBe('c');
});

test('a bucket with objects is not deleted, and one of ours is not created again', () => {
  const s3 = withBucket();
  expect(() => s3('CreateBucket')).toThrow(error('BucketAlreadyOwnedByYou', 409));
  s3('PutObject', { Key: 'a', Body: '' });
  expect(() => s3('DeleteBucket')).toThrow(error('BucketNotEmpty', 409));
});

test('a bucket tells EventBridge of its objects only when its notification configuration says so', async () => {
  const heard: { 'detail-type': string; detail: { object: { key: string } } }[] = [];
  const region = makeWorld({ runLambda: async (_, event) => void heard.push(event as (typeof heard)[number]) });
  listen(region, 'aws.s3');
  region.call('S3', 'CreateBucket', { Bucket: 'files' });
  region.call('S3', 'PutObject', { Bucket: 'files', Key: 'silent', Body: '1' });
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  region.call('S3', 'PutBucketNotificationConfiguration', { Bucket: 'files', NotificationConfiguration });
  region.call('S3', 'PutObject', { Bucket: 'files', Key: 'told', Body: '1' });
  await passWithWork(region, 5);
  region.call('S3', 'DeleteObject', { Bucket: 'files', Key: 'told' });
  await passWithWork(region, 5);
  expect(heard.map((event) => [event['detail-type'], event.detail.object.key])).toEqual([
    ['Object Created', 'told'],
    ['Object Deleted', 'told'],
  ]);
  expect(heard[1]?.detail).toMatchObject({ reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' });
  expect(heard[1]?.detail.object).not.toHaveProperty('size');
});

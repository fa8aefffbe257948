import { createHash } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test } from 'vitest';
import { ask, makeWorld } from '../ecs/container-world.ts';

const content = 'a zip';
const checksum = (text: string) => createHash('sha256').update(text).digest('base64');
const keys = { accessKeyId: 'SIMULATED', secretAccessKey: 'SIMULATED' };

/** Signed by the SDK's own signer, not by the product's. */
async function signed(credentials = keys) {
  const region = makeWorld();
  region.call('S3', 'CreateBucket', { Bucket: 'files' });
  const host = `files.s3.${region.context.region}.amazonaws.com`;
  const headers = { 'content-length': String(content.length), 'x-amz-checksum-sha256': checksum(content) };
  const signer = new SignatureV4({
    service: 's3',
    region: region.context.region,
    credentials,
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const { query = {} } = await signer.presign(
    {
      method: 'PUT',
      protocol: 'https:',
      hostname: host,
      path: '/in/a.zip',
      headers: { ...headers, host, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' },
    },
    { signingDate: new Date(region.context.now()), expiresIn: 900, unhoistableHeaders: new Set(['x-amz-checksum-sha256']) },
  );
  const url = `https://${host}/in/a.zip?${new URLSearchParams(query as Record<string, string>)}`;
  const put = (body: string, more: { url?: string; method?: string; headers?: Record<string, string> } = {}) =>
    ask(region, 'S3', 'PresignedPut', {
      method: 'PUT',
      url,
      base64: Buffer.from(body).toString('base64'),
      ...more,
      headers: { host, ...headers, 'content-length': String(body.length), ...more.headers },
    });
  return { region, url, put };
}
const error = (name: string, status: number) =>
  expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode: status }) });

describe('a presigned PUT', () => {
  test('writes what was signed for', async () => {
    const { region, put } = await signed();
    put(content);
    expect(ask(region, 'S3', 'ReadText', { Bucket: 'files', Key: 'in/a.zip' })).toEqual({ text: content });
  });
  test('is refused when its time is up', async () => {
    const { region, put } = await signed();
    region.state.now += 900_000;
    put(content);
    region.state.now += 1;
    expect(() => put(content)).toThrow(error('AccessDenied', 403));
  });
  test('of other content is BadDigest', async () => {
    const { put } = await signed();
    expect(() => put('a zap')).toThrow(error('BadDigest', 400));
  });
  test('of another length, checksum, key, method or hour was not signed', async () => {
    const { put, url } = await signed();
    const wrong = error('SignatureDoesNotMatch', 403);
    expect(() => put('a longer zip')).toThrow(wrong);
    expect(() => put('b zip', { headers: { 'x-amz-checksum-sha256': checksum('b zip') } })).toThrow(wrong);
    expect(() => put(content, { url: url.replace('a.zip', 'b.zip') })).toThrow(wrong);
    expect(() => put(content, { method: 'POST' })).toThrow(wrong);
    expect(() => put(content, { url: url.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000') })).toThrow(wrong);
  });
  test('says no more than was signed', async () => {
    const { put } = await signed();
    expect(() => put(content, { headers: { 'x-amz-acl': 'public-read' } })).toThrow(error('AccessDenied', 403));
  });
  test('without a signature, or by keys nobody knows, is refused', async () => {
    const { put, url } = await signed();
    expect(() => put(content, { url: url.replace(/\?.*/, '') })).toThrow(error('AuthorizationQueryParametersError', 400));
    const stranger = await signed({ ...keys, accessKeyId: 'STRANGER' });
    expect(() => stranger.put(content)).toThrow(error('InvalidAccessKeyId', 403));
  });
});

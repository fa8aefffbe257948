import { Buffer } from 'node:buffer';
import { createHash, createHmac } from 'node:crypto';
import { awsError } from '../aws-error.ts';
import type { Context } from '../service.ts';

export interface PresignedRequest {
  readonly method: string;
  /** As it was called, with its query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly base64: string;
  /** Where the simulated S3 is mounted, if the bucket is not in the host's name. */
  readonly mount?: string;
}

/**
 * A PUT to an address somebody signed ("Authenticating Requests: Using Query Parameters"). The signature is over method,
 * path, query and the headers it names, as they come: whoever sends another length signs another request.
 */
export function presignedPut(request: PresignedRequest, context: Context): object {
  const url = new URL(request.url);
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  const signature = query.get('x-amz-signature');
  const names = (query.get('x-amz-signedheaders') ?? '').split(';');
  const [keyId = '', date = '', region = '', service = '', end = ''] = (query.get('x-amz-credential') ?? '').split('/');
  if (!signature || query.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256' || service !== 's3' || end !== 'aws4_request')
    throw refused(
      'AuthorizationQueryParametersError',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      400,
    );
  if (region !== context.region)
    throw refused(
      'AuthorizationQueryParametersError',
      `Error parsing the X-Amz-Credential parameter; the region '${region}' is wrong; expecting '${context.region}'`,
      400,
    );
  if (keyId !== 'SIMULATED')
    throw refused('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403);
  const stamp = query.get('x-amz-date') ?? '';
  const expires = Number(query.get('x-amz-expires'));
  if (!(expires >= 1 && expires <= 604_800))
    throw refused(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
      400,
    );
  if (context.now() > momentOf(stamp) + expires * 1000) throw refused('AccessDenied', 'Request has expired', 403);
  const unsigned = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-') && !names.includes(name));
  if (unsigned.length > 0 || !names.includes('host'))
    throw refused('AccessDenied', 'There were headers present in the request which were not signed', 403);
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical(request, url, names))].join('\n');
  if (hmac(keyOf(date, region), text).toString('hex') !== signature)
    throw refused(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      403,
    );
  const { Bucket, Key } = addressed(url, request.mount, context);
  const checksum = request.headers['x-amz-checksum-sha256'];
  return context.call('S3', 'PutObject', {
    Bucket,
    Key,
    Body: new Uint8Array(Buffer.from(request.base64, 'base64')),
    ...(checksum === undefined ? {} : { ChecksumSHA256: checksum }),
    ...(request.headers['content-type'] === undefined ? {} : { ContentType: request.headers['content-type'] }),
  });
}

function addressed({ hostname, pathname }: URL, mount: string | undefined, context: Context) {
  const suffix = `.s3.${context.region}.amazonaws.com`;
  const path = decodeURIComponent(pathname.slice((mount ?? '').length + 1));
  if (hostname.endsWith(suffix)) return { Bucket: hostname.slice(0, -suffix.length), Key: path };
  return { Bucket: path.slice(0, path.indexOf('/')), Key: path.slice(path.indexOf('/') + 1) };
}

function canonical({ method, headers }: PresignedRequest, url: URL, names: readonly string[]): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  return [method, url.pathname, query.join('&'), lines.join(''), names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
}

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
/** The region knows one pair of keys, which is no secret. */
const keyOf = (date: string, region: string) =>
  ['s3', 'aws4_request'].reduce<Buffer>((key, part) => hmac(key, part), hmac(hmac('AWS4SIMULATED', date), region));
/** 20261121T150000Z */
const momentOf = (stamp: string) =>
  Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')) || 0;
const refused = (name: string, message: string, statusCode: number) => awsError(name, message, { statusCode });

import { Problem } from './problem.ts';
import type { Request } from './use-case.ts';

/** An HTTP API event, payload 2.0, as far as it is read. */
export interface HttpEvent {
  readonly version: '2.0';
  readonly rawQueryString?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly http: { readonly method: string; readonly path: string };
    readonly requestId?: string;
    readonly authorizer?: {
      readonly iam?: { readonly userArn?: string };
      readonly jwt?: { readonly claims?: Readonly<Record<string, string>> };
    };
  };
}

/** Larger specs are uploads. The limit keeps an item of the record under DynamoDB's 400 KB. */
const mostBytes = 256 * 1024;
const mediaTypes: Readonly<Record<string, readonly string[]>> = {
  PUT: ['application/json'],
  POST: ['application/json'],
  PATCH: ['application/merge-patch+json', 'application/json'],
};

export function readRequest(event: HttpEvent): Request {
  const { method, path } = event.requestContext.http;
  const headers = Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  );
  return {
    method,
    path,
    parameters: Object.fromEntries(Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, decode(value)])),
    query: Object.fromEntries(new URLSearchParams(event.rawQueryString ?? '')),
    headers,
    body: readBody(event, method, headers['content-type'] ?? ''),
    actor: actorOf(event),
  };
}

function readBody(event: HttpEvent, method: string, contentType: string): unknown {
  const allowed = mediaTypes[method];
  if (!allowed) return undefined;
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  const size = Buffer.byteLength(text);
  if (size > mostBytes) throw new Problem(413, 'BODY_TOO_LARGE', `The body has ${size} bytes; the limit is ${mostBytes}.`);
  if (method === 'POST' && text === '') return {};
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!allowed.includes(mediaType))
    throw new Problem(
      415,
      'MEDIA_TYPE_UNSUPPORTED',
      `This route reads ${allowed.join(' or ')}, not ${mediaType || 'a body without Content-Type'}.`,
      { headers: { accept: allowed.join(', ') } },
    );
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(400, 'JSON_MALFORMED', `The body is no JSON: ${error instanceof Error ? error.message : 'unreadable'}.`, {
      cause: error,
    });
  }
}

function actorOf({ requestContext: { authorizer } }: HttpEvent): string {
  const subject = authorizer?.jwt?.claims?.sub;
  // Who signs with a token says what they are called, and shall not be called what IAM or CloudFormation has proven.
  return authorizer?.iam?.userArn ?? (subject?.startsWith('arn:') ? `jwt:${subject}` : subject) ?? 'anonymous';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

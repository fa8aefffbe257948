/** One HTTP call of an AWS client, with what it asks for read from it. */
export interface WireCall {
  /** As the protocol names it: `CloudFormation`, `CodeBuild_20161006`, `AmazonEC2ContainerServiceV20141113`, `Lambda`. */
  readonly service: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Reads service and operation: JSON protocols say them in X-Amz-Target, the query protocol in the body, REST in the path. */
export function toWireCall(
  method: string,
  path: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: Buffer,
): WireCall {
  const plain = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name === 'host' || name === 'connection'
        ? []
        : [[name, typeof value === 'string' ? value : value.join(', ')]],
    ),
  );
  const [service = '', operation = ''] = askedFor(path, plain, body);
  return { service, operation, method, path, headers: plain, body };
}

function askedFor(path: string, headers: Readonly<Record<string, string>>, body: Buffer): readonly string[] {
  const target = headers['x-amz-target'];
  if (target) return target.split('.');
  if (/^\/2015-03-31\/functions\//.test(path)) return ['Lambda', path.endsWith('/invocations') ? 'Invoke' : 'Other'];
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  const action = /^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '')
    ? new URLSearchParams(body.toString('utf8')).get('Action')
    : undefined;
  return [scope, action ?? ''];
}

export const jsonOf = (message: { readonly body: Buffer }): Record<string, unknown> =>
  message.body.length > 0 ? (JSON.parse(message.body.toString('utf8')) as Record<string, unknown>) : {};

/** An answer like another one, with another body. */
export const withBody = (answer: WireAnswer, body: string): WireAnswer => {
  const { 'content-length': _length, ...headers } = answer.headers;
  return { ...answer, headers, body: Buffer.from(body) };
};

export const jsonAnswer = (value: unknown): WireAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Buffer.from(JSON.stringify(value)),
});

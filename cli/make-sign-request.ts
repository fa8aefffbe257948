import type { SignatureV4 } from '@smithy/signature-v4';

/**
 * SigV4 for a service behind API Gateway. The credential chain is loaded only for such a host: against the embedded
 * service the CLI neither needs nor looks for anybody's credentials.
 */
const awsHost = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type SignRequest = (request: Outgoing) => Promise<Readonly<Record<string, string>>>;

/** Answers with the headers to send. One signer for all requests: the chain remembers its credentials, and renews them. */
export const makeSignRequest = (): SignRequest => {
  let signer: Promise<Signer> | undefined;
  return async (request) => {
    const url = new URL(request.url);
    const region = awsHost.exec(url.hostname)?.[1];
    if (region === undefined) return request.headers;
    signer ??= loadSigner(region);
    const signed = await (await signer).sign({
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...request.headers, host: url.host },
      body: request.body,
    });
    // fetch writes `host` itself and refuses to be told.
    const { host: _, ...headers } = signed.headers;
    return headers;
  };
};

type Signer = SignatureV4;

const loadSigner = async (region: string): Promise<Signer> => {
  const [{ SignatureV4: Signing }, { defaultProvider }, { Sha256 }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@aws-sdk/credential-provider-node'),
    import('@smithy/core/checksum'),
  ]);
  return new Signing({ service: 'execute-api', region, credentials: defaultProvider(), sha256: Sha256 });
};

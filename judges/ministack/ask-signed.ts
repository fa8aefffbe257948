import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { account, region, secretKey } from './owner.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Question {
  readonly method: string;
  /** The address, as a stack's output says it. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const root: Credentials = { accessKeyId: account, secretAccessKey: secretKey };

export type Ask = (service: string, question: Question, credentials?: Credentials | null) => Promise<Answer>;

/** One request, signed by the account's root, by somebody else, or by nobody. Every name is this machine. */
export const askSigned =
  (certificate: string): Ask =>
  async (service, question, credentials = root) => {
    const { method, body, headers = {} } = question;
    const url = new URL(question.url);
    const unsigned = {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      ...(body !== undefined && { body }),
    };
    const signed = credentials
      ? await new SignatureV4({ service, region, credentials, sha256: Sha256 }).sign(unsigned)
      : unsigned;
    const to = { host: '127.0.0.1', servername: 'localhost', port: url.port, path: `${url.pathname}${url.search}` };
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest({ ...to, ca: certificate, method, headers: signed.headers }, async (incoming) => {
        const read = await text(incoming);
        resolve({ status: incoming.statusCode ?? 500, body: read === '' ? undefined : parsed(read) });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };

function parsed(read: string): unknown {
  try {
    return JSON.parse(read);
  } catch {
    return read;
  }
}

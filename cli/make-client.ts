import { stripVTControlCharacters } from 'node:util';
import type { Problem } from '../schemas/gen/api.types.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { makeSignRequest, type SignRequest } from './make-sign-request.ts';
import { Refused } from './refused.ts';
import { Stop } from './stop.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

export interface Ask {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: string;
  /** Makes a repeat find its own operation, so that even a PUT or DELETE whose answer was lost may be sent again. */
  readonly key?: string;
  /** What the caller has seen; anything else is refused. */
  readonly ifMatch?: string;
  /** The plan somebody has seen; if anything else would be done by now, nothing is. */
  readonly planHash?: string;
  /** How long to go on trying a service that does not answer. */
  readonly patience?: number;
  readonly tell?: (text: string) => void;
  /** Which answers that are no success are what was asked for. */
  readonly takes?: (answer: Answer) => boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Milliseconds the service asks to be left alone for. */
  readonly retryAfter?: number;
}

export interface Client {
  readonly url: string;
  /** Resolves with a 2xx, and with what `takes` takes; throws Refused for a 4xx and Stop when the service cannot be reached or does not recover. */
  send(ask: Ask): Promise<Answer>;
}

// API Gateway gives up after 30 s; whoever is slower is not going to answer.
const REQUEST_TIMEOUT = 35_000;
const FIRST_CONTACT = 30_000;

export const makeClient = (url: string, io: Io): Client => {
  const sign = makeSignRequest();
  const send: Client['send'] = async (ask) => {
    const patience = ask.patience ?? FIRST_CONTACT;
    const tell = ask.tell ?? ((text) => void io.stderr.write(`${text}\n`));
    const since = io.now();
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await once(url, ask, io, sign);
      if ('answer' in outcome && (outcome.answer.status < 400 || ask.takes?.(outcome.answer))) {
        if (typeof outcome.answer.body !== 'object') throw unlikeMoorage(url);
        return outcome.answer;
      }
      if ('answer' in outcome && outcome.answer.status < 500 && outcome.answer.status !== 429) {
        throw new Refused(toProblem(outcome.answer));
      }
      // 0.5, 1, 2, 4, then 8 s; the service's own wish goes before ours.
      const wait = ('answer' in outcome ? outcome.answer.retryAfter : undefined) ?? 500 * 2 ** Math.min(attempt, 4);
      const why = 'answer' in outcome ? `answered ${outcome.answer.status}` : `cannot be reached (${outcome.reason})`;
      if (io.now() - since + wait > patience) throw giveUp(url, outcome, why, io.now() - since, wait);
      tell(`${url} ${why}; trying again in ${wait / 1000} s`);
      await io.sleep(wait);
    }
  };
  return { url, send };
};

type Outcome = { readonly answer: Answer } | { readonly reason: string; readonly error: unknown };

const once = async (base: string, ask: Ask, io: Io, sign: SignRequest): Promise<Outcome> => {
  const url = base.replace(/\/+$/, '') + ask.path;
  const plain = {
    accept: 'application/json, application/problem+json',
    ...(ask.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(ask.key === undefined ? {} : { 'idempotency-key': ask.key }),
    ...(ask.ifMatch === undefined ? {} : { 'if-match': ask.ifMatch }),
    ...(ask.planHash === undefined ? {} : { 'plan-hash': ask.planHash }),
  };
  const outgoing = { method: ask.method, url, headers: plain, ...(ask.body === undefined ? {} : { body: ask.body }) };
  const headers = await sign(outgoing).catch((error: unknown) => {
    throw new Stop(exitCode.refused, `No AWS credentials to sign the request with: ${sentence(error)}`, { cause: error });
  });
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(REQUEST_TIMEOUT), io.interrupted]);
    const response = await io.fetch(url, { ...outgoing, headers, signal });
    const retryAfter = toMilliseconds(response.headers.get('retry-after'), io.now());
    const body = toBody(await response.text());
    return { answer: { status: response.status, body, ...(retryAfter === undefined ? {} : { retryAfter }) } };
  } catch (error) {
    io.interrupted.throwIfAborted();
    return { reason: sentence(error), error };
  }
};

const giveUp = (url: string, outcome: Outcome, why: string, waited: number, wait: number): Error => {
  if ('answer' in outcome && outcome.answer.status === 429) return new Refused(toProblem(outcome.answer));
  const tried = waited > 0 ? ` for ${Math.round(waited / 1000)} s` : '';
  const detail = 'answer' in outcome ? ` ${toProblem(outcome.answer).detail}` : ' Is it running, and is --url right?';
  const again = wait > 60_000 ? ` It asks to be left alone for ${Math.round(wait / 1000)} s.` : '';
  return new Stop(exitCode.unreachable, `${url} ${why}${tried}.${detail}${again}`, {
    cause: 'error' in outcome ? outcome.error : undefined,
  });
};

const toMilliseconds = (header: string | null, now: number): number | undefined => {
  if (header === null || header.trim() === '') return undefined;
  const milliseconds = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
};

/** What the service quotes (log lines, image names) was written by strangers: it must not steer the terminal. */
const harmless = (text: string): string =>
  [...stripVTControlCharacters(text)]
    .filter((c) => c === '\n' || c === '\t' || (c >= ' ' && (c < '\x7f' || c > '\x9f')))
    .join('');

const toBody = (text: string): unknown => {
  if (text === '') return {};
  try {
    return JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? harmless(value) : value));
  } catch {
    return harmless(text);
  }
};

const toProblem = ({ status, body }: Answer): Problem => {
  const fallback = { type: 'about:blank', title: `HTTP ${status}`, status, code: `HTTP_${status}` };
  if (typeof body !== 'object' || body === null) return { ...fallback, detail: String(body ?? '').slice(0, 500) };
  const said = body as Partial<Problem> & { message?: unknown };
  // API Gateway's own refusals (a bad signature, a closed door) are `{ "message": … }`.
  const detail = said.detail ?? (typeof said.message === 'string' ? said.message : (said.title ?? fallback.title));
  return { ...fallback, ...said, detail };
};

const sentence = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const cause: unknown = error.cause;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : error.message;
};

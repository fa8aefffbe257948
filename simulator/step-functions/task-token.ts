import { placeOf, type Run } from './run.ts';
import type { Frame } from './step-functions-state.ts';

const form = /^AQCkAAAA[\w+/=]{120}$/;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A token of its own for every attempt: "a new random token is generated" (…/dg/connect-to-resource.html). */
export function issueToken(run: Run, frame: Frame): string {
  const token = `AQCkAAAA${run.context.id(120, alphabet)}`;
  run.state.tokens[token] = placeOf(run, frame);
  return token;
}

export function looksLikeToken(token: string): boolean {
  return form.test(token);
}

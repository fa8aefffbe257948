import { validationError } from './validation-error.ts';

/** One page of a list and the token of the next; the token is the place it begins at. */
export function page<T>(items: readonly T[], token: string | undefined, size = 100): { items: T[]; NextToken?: string } {
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0) throw validationError('The specified NextToken is not valid');
  const shown = items.slice(from, from + size);
  return { items: shown, ...(from + size < items.length && { NextToken: String(from + size) }) };
}

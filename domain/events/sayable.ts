import { secretIn } from '../spec/secret-value.ts';

/** A text that may go to whoever listens: cut to the length the schema allows, and left out when it holds a secret. */
export function sayable(text: string, most: number): string {
  const secret = secretIn(text);
  if (secret !== undefined) return `Left out: it looks as if it held ${secret}.`;
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

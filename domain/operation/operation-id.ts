import { sha256 } from '../hash.ts';

const consonants = 'bdfghjklmnprstvz';
const vowels = 'aiou';

/**
 * `shop-lusab-babad`: sayable over a telephone, and the execution's name, a tag and the seed of every token. The two words
 * are 32 bits of the seed as a proquint (arxiv.org/html/0901.4016): consonants carry 4 bits, vowels 2.
 *
 * With an Idempotency-Key the seed is (caller, route, key), so a repeat arrives at its own operation; else it is random.
 */
export function operationId(environment: string, seed: string): string {
  const bits = Number.parseInt(sha256(seed).slice(0, 8), 16);
  return `${environment}-${word(bits >>> 16)}-${word(bits & 0xffff)}`;
}

function word(bits: number): string {
  const consonant = (shift: number) => consonants.charAt((bits >>> shift) & 15);
  const vowel = (shift: number) => vowels.charAt((bits >>> shift) & 3);
  return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
}

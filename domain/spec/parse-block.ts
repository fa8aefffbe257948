/** An IPv4 block, its addresses as numbers. */
export interface Block {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
  readonly octets: readonly number[];
}

/** `10.0.0.0/16`; undefined when it is no block, or has bits set behind its prefix. */
export function parseBlock(text: string): Block | undefined {
  // No leading zeros: where we read ten, others read eight.
  const number = '(0|[1-9]\\d{0,2})';
  const match = new RegExp(`^${number}\\.${number}\\.${number}\\.${number}/${number}$`).exec(text);
  if (!match) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const prefix = Number(match[5]);
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  if (octets.some((octet) => octet > 255) || prefix > 32 || first % size !== 0) return undefined;
  return { first, last: first + size - 1, prefix, octets };
}

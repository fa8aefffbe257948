/** An IPv4 block as its first address and length in numbers. */
export interface Cidr {
  readonly first: number;
  readonly size: number;
  readonly prefix: number;
}

/** Undefined when it is not a block, or has bits set behind its prefix. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const first = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, size, prefix } : undefined;
}

export function cidrContains(outer: Cidr, inner: Cidr): boolean {
  return inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;
}

export function cidrsOverlap(left: Cidr, right: Cidr): boolean {
  return left.first < right.first + right.size && right.first < left.first + left.size;
}

export function addressText(address: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join('.');
}

const hours = { h: 1, d: 24 } as const;

/** `36h`, `7d` in milliseconds. Expects what the schema accepts. */
export function timeToLive(ttl: string): number {
  return Number(ttl.slice(0, -1)) * hours[ttl.slice(-1) as keyof typeof hours] * 3_600_000;
}

const steps = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);

/** CPU units to memory in MiB (ECS developer guide, "Task definition parameters for Amazon ECS on Fargate", Task size). */
const sizes: Readonly<Record<string, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: steps(1024, 4096, 1024),
  1024: steps(2048, 8192, 1024),
  2048: steps(4096, 16_384, 1024),
  4096: steps(8192, 30_720, 1024),
  8192: steps(16_384, 61_440, 4096),
  16384: steps(32_768, 122_880, 8192),
  32768: [61_440, 122_880, 249_856],
};

export function isFargateSize(cpu: string | undefined, memory: string | undefined): boolean {
  return sizes[units(cpu, /^([\d.]+)\s*vcpu$/i)]?.includes(units(memory, /^([\d.]+)\s*gb$/i)) ?? false;
}

/** `1 vCPU` and `2 GB` are accepted spellings of 1024 and 2048. */
function units(text: string | undefined, named: RegExp): number {
  const [, count] = text?.trim().match(named) ?? [];
  return count ? Number(count) * 1024 : Number(text);
}

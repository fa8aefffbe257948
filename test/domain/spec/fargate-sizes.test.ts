import { expect, it } from 'vitest';
import { check } from '../../../domain/spec/check.ts';
import { fargateSizes } from '../../../domain/spec/fargate-sizes.ts';
import spec from '../../../schemas/spec.schema.json' with { type: 'json' };

const gigabyte = 1024;
/** AWS's table “task CPU and memory”, in GB: the least, the most, and the step between. */
it.each([
  [512, 1, 4, 1],
  [1024, 2, 8, 1],
  [2048, 4, 16, 1],
  [4096, 8, 30, 1],
  [8192, 16, 60, 4],
  [16384, 32, 120, 8],
])('cpu %i goes with %i to %i GB in steps of %i', (cpu, least, most, step) => {
  const sizes = fargateSizes[cpu] ?? [];

  expect([sizes[0], sizes.at(-1)]).toEqual([least * gigabyte, most * gigabyte]);
  for (const [index, size] of sizes.slice(1).entries()) expect(size - (sizes[index] ?? 0)).toBe(step * gigabyte);
});

it('cpu 256 goes with 0.5, 1 and 2 GB only, cpu 32768 with 60, 120 and 244', () => {
  expect(fargateSizes[256]).toEqual([512, 1024, 2048]);
  expect(fargateSizes[32768]).toEqual([60 * gigabyte, 120 * gigabyte, 244 * gigabyte]);
});

it('is the table specs are judged by: everything in it passes, everything beside it does not', () => {
  const { cpu, memory } = spec.$defs.Service.properties;
  expect(Object.keys(fargateSizes).map(Number)).toEqual(cpu.enum);
  const codes = (service: object) => check({ services: { web: { image: 'nginx', ...service } } }).map(({ code }) => code);

  for (const [units, sizes] of Object.entries(fargateSizes)) {
    for (const size of sizes) {
      expect(size).toBeLessThanOrEqual(memory.maximum);
      expect(codes({ cpu: Number(units), memory: size })).toEqual([]);
      if (size + 1 <= memory.maximum) expect(codes({ cpu: Number(units), memory: size + 1 })).toEqual(['FARGATE_SIZE_INVALID']);
    }
  }
});

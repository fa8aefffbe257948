import type { Service } from '../../schemas/gen/spec.types.ts';
import { fargateSizes } from '../spec/fargate-sizes.ts';
import { type Mend, patchEach } from './mend.ts';

/** The next size Fargate has: with the same cpu, or when that has no more, with the next cpu that has. */
export const moreMemory: Mend = ({ spec, services }) =>
  patchEach(services, (name) => {
    const service = spec.services[name];
    if (!service) return undefined;
    for (const [key, sizes] of Object.entries(fargateSizes)) {
      const cpu = Number(key) as NonNullable<Service['cpu']>;
      const memory = sizes.find((size) => size > service.memory);
      if (memory !== undefined && cpu >= service.cpu) return cpu === service.cpu ? { memory } : { cpu, memory };
    }
    return undefined;
  });

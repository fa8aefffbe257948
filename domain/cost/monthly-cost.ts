import type { Cost } from '../../schemas/gen/api.types.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';
import { prices } from './prices.ts';
import { toCost } from './to-cost.ts';

/** What the environment costs a month when nothing happens in it; traffic and log volume are not in it. */
export function monthlyCost(spec: EffectiveSpec): Cost {
  const month = prices.hoursPerMonth;
  const nat = Object.values(spec.services).some((service) => service.egress === 'nat');
  return toCost([
    ...(nat
      ? [
          { what: 'NAT gateway', amount: prices.natGatewayHour * month },
          { what: 'public IPv4 address', amount: prices.publicIpv4Hour * month },
        ]
      : []),
    ...Object.entries(spec.services).map(([name, { architecture, cpu, memory, desiredCount }]) => ({
      what: `Fargate: ${name} × ${desiredCount}`,
      amount:
        desiredCount *
        month *
        ((cpu / 1024) * prices.fargateVcpuHour[architecture] + (memory / 1024) * prices.fargateGbHour[architecture]),
    })),
  ]);
}

import type { Cost } from '../../schemas/gen/api.types.ts';
import { compileNetwork } from '../network/compile-network.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';
import { tasksOf } from '../spec/tasks-of.ts';
import { prices } from './prices.ts';
import { toCost } from './to-cost.ts';

/** What the environment costs a month when nothing happens in it, paused too; traffic and log volume are not in it. */
export function monthlyCost(spec: EffectiveSpec): Cost {
  const month = prices.hoursPerMonth;
  const { elements, bastion } = compileNetwork(spec);
  const nats = elements.filter(({ kind }) => kind === 'natGateway').length;
  const endpoints = elements.flatMap((one) => (one.kind === 'interfaceEndpoint' ? one.subnets : [])).length;
  const open = Object.values(spec.services).filter(({ egress }) => egress === 'public');
  const addresses = nats + open.reduce((sum, service) => sum + tasksOf(spec, service), 0) + (bastion?.publicIp ? 1 : 0);
  const some = (count: number, what: string, hour: number) =>
    count > 0 ? [{ what: count === 1 ? what : `${what} × ${count}`, amount: count * hour * month }] : [];
  return toCost([
    ...some(nats, 'NAT gateway', prices.natGatewayHour),
    ...some(addresses, 'public IPv4 address', prices.publicIpv4Hour),
    // One for each service and zone.
    ...some(endpoints, 'VPC endpoint', prices.interfaceEndpointHour),
    ...some(bastion ? 1 : 0, 'bastion', prices.bastionHour),
    ...Object.entries(spec.services).map(([name, service]) => {
      const { architecture, cpu, memory } = service;
      const tasks = tasksOf(spec, service);
      const hour = (cpu / 1024) * prices.fargateVcpuHour[architecture] + (memory / 1024) * prices.fargateGbHour[architecture];
      return { what: `Fargate: ${name} × ${tasks}`, amount: tasks * month * hour };
    }),
  ]);
}

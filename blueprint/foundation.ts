import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { CfnOutput, CfnParameter, type Stack } from 'aws-cdk-lib/core';
import { compileNetwork } from '../domain/network/compile-network.ts';
import { bastion } from './bastion.ts';
import { discovery } from './discovery.ts';
import { network } from './network.ts';
import type { RenderInput } from './render-input.ts';
import { serviceFoundation } from './service-foundation.ts';
import { serviceKeys } from './service-keys.ts';
import { sortedServices } from './sorted-services.ts';
import { subnetsKey } from './subnets-key.ts';

/**
 * What services stand on. Every output has the name of the services stack's parameter that takes it. Answers with the values
 * of its parameters.
 */
export function foundation(stack: Stack, input: RenderInput): Readonly<Record<string, string>> {
  const { spec, before } = input;
  const compiled = compileNetwork(spec, before);
  const zones = zoneParameters(stack, input);
  const refer = network(
    stack,
    compiled,
    zones.map(({ parameter }) => parameter.valueAsString),
  );
  new CfnOutput(stack, 'VpcId', { value: refer('Vpc') });
  const services = sortedServices(spec);
  if (services.length > 0) new CfnOutput(stack, 'ClusterName', { value: new CfnCluster(stack, 'Cluster').ref });
  const classes = new Map(
    services.map(([name, service]) => [subnetsKey(service.egress), compiled.placements[name]?.subnets ?? []]),
  );
  for (const [key, subnets] of [...classes].sort()) new CfnOutput(stack, key, { value: subnets.map(refer).join(',') });
  for (const [name, service] of services) {
    serviceFoundation(stack, name, service, input);
    const group = compiled.placements[name]?.group ?? '';
    new CfnOutput(stack, serviceKeys(name).securityGroupId, { value: refer(group) });
  }
  discovery(stack, refer('Vpc'), input);
  const known = Object.fromEntries(zones.map(({ id, zoneId }) => [id, zoneId]));
  return compiled.bastion ? { ...known, ...bastion(stack, compiled.bastion, refer, input) } : known;
}

/** Zone ids come in from outside and stay: Fn::GetAZs gives another list next year and would move every subnet. */
function zoneParameters(stack: Stack, { spec, before, zoneIds }: RenderInput) {
  const wished = Math.max(spec.network.zones, before?.network.zones ?? 0);
  if (zoneIds.length < wished) throw new RangeError(`${wished} zones are wished for, ${zoneIds.length} were chosen`);
  return zoneIds.slice(0, wished).map((zoneId, index) => {
    const id = `Zone${index + 1}`;
    return { id, zoneId, parameter: new CfnParameter(stack, id, { type: 'String' }) };
  });
}

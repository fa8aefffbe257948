import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { CfnOutput, type Stack } from 'aws-cdk-lib/core';
import { network } from './network.ts';
import type { RenderInput } from './render-input.ts';
import { serviceFoundation } from './service-foundation.ts';
import { sortedServices } from './sorted-services.ts';

/** What services stand on. Every output has the name of the services stack's parameter that takes it. */
export function foundation(stack: Stack, input: RenderInput): Readonly<Record<string, string>> {
  const { vpc, natSubnetIds, zones } = network(stack, input);
  const cluster = new CfnCluster(stack, 'Cluster');
  new CfnOutput(stack, 'VpcId', { value: vpc.ref });
  new CfnOutput(stack, 'ClusterName', { value: cluster.ref });
  new CfnOutput(stack, 'NatSubnetIds', { value: natSubnetIds.join(',') });
  for (const [name, service] of sortedServices(input.spec)) serviceFoundation(stack, name, service, vpc, input);
  return zones;
}

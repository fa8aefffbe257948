import { CfnPrivateDnsNamespace, CfnService } from 'aws-cdk-lib/aws-servicediscovery';
import { CfnOutput, type Stack } from 'aws-cdk-lib/core';
import { logicalId } from '../domain/logical-id.ts';
import { discoveredServices } from '../domain/network/discovered-services.ts';
import type { RenderInput } from './render-input.ts';
import { serviceKeys } from './service-keys.ts';

/** Seconds a client may keep an address. A task that goes is drained for 30 s and more, so a stale address still answers. */
const ttl = 10;

/**
 * A name for every service that others may connect to. It is in the foundation because ECS takes tasks out of it some time
 * after they have stopped, and Cloud Map deletes no service that still has an instance.
 */
export function discovery(stack: Stack, vpc: string, { environment, spec }: RenderInput): void {
  const discovered = discoveredServices(spec);
  if (discovered.length === 0) return;
  const namespace = new CfnPrivateDnsNamespace(stack, 'Namespace', { name: `${environment}.internal`, vpc });
  for (const name of discovered) {
    const service = new CfnService(stack, `${logicalId(name)}Discovery`, {
      name,
      namespaceId: namespace.attrId,
      dnsConfig: { dnsRecords: [{ type: 'A', ttl }], routingPolicy: 'MULTIVALUE' },
      // ECS itself says which task is healthy.
      healthCheckCustomConfig: { failureThreshold: 1 },
    });
    new CfnOutput(stack, serviceKeys(name).registryArn, { value: service.attrArn });
  }
}

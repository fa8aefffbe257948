import { everyService } from '../../../simulator/every-service.ts';
import type { IamState } from '../../../simulator/iam/iam-state.ts';
import { makeRegion, type Region } from '../../../simulator/region.ts';
import { create, resource, settle } from '../cloudformation/stack-world.ts';
import { ask, makeWorld, natNetwork, pass, registered, serviceInput } from '../ecs/container-world.ts';

export const namespace = (more: object = {}) => ({
  Type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
  Properties: { Name: 'app.internal', Vpc: 'vpc-1', ...more },
});

export const service = (more: object = {}) => ({
  Type: 'AWS::ServiceDiscovery::Service',
  Properties: {
    Name: 'web',
    NamespaceId: { Ref: 'Names' },
    DnsConfig: { RoutingPolicy: 'MULTIVALUE', DnsRecords: [{ Type: 'A', TTL: '10' }] },
    HealthCheckCustomConfig: { FailureThreshold: 1 },
    ...more,
  },
});

export const outputs = {
  Outputs: Object.fromEntries(
    [
      ['Names', 'Id'],
      ['Names', 'Arn'],
      ['Names', 'HostedZoneId'],
      ['Web', 'Id'],
      ['Web', 'Arn'],
    ].map(([id, attribute]) => [`${id}${attribute}`, { Value: { 'Fn::GetAtt': [id, attribute] } }]),
  ),
};

/** All services and the network of `natNetwork`, whose roles are those of the stand-in. */
export function discoveryWorld(): Region {
  const region = makeRegion({ services: everyService });
  region.state.services.EC2 = natNetwork();
  const { roles } = makeWorld().context.state<IamState>('IAM');
  for (const role of Object.values(roles))
    role.trust = {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
  region.context.state<IamState>('IAM').roles = roles;
  return region;
}

/** The stack `names` with a namespace and the service `web` in it. */
export function named(region: Region, more: object = {}): { id: string; arn: string } {
  create(region, 'names', { Names: namespace(), Web: service(more) }, outputs);
  settle(region);
  const id = resource(region, 'names', 'Web').PhysicalResourceId;
  return { id, arn: ask(region, 'ServiceDiscovery', 'GetService', { Id: id }).Service.Arn };
}

/** Runs tasks of nginx behind this registry. */
export function serve(region: Region, registryArn: string, desiredCount = 1, container: object = {}): void {
  region.call('ECS', 'CreateCluster', { clusterName: 'main' });
  const definition = registered(region, 'nginx:1.27', { logConfiguration: undefined, ...container });
  region.call('ECS', 'CreateService', serviceInput(definition, { desiredCount, serviceRegistries: [{ registryArn }] }));
  pass(region, 50);
}

import { describe, expect, test } from 'vitest';
import {
  create,
  events,
  refusal,
  resource,
  settle,
  describe as stackOf,
  stackStory,
  update,
} from '../cloudformation/stack-world.ts';
import { ask } from '../ecs/container-world.ts';
import { discoveryWorld, named, namespace, outputs, serve, service } from './discovery-world.ts';

type World = ReturnType<typeof discoveryWorld>;
const failure = (region: World, stack: string, status = 'CREATE_FAILED') =>
  events(region, stack).find(({ ResourceStatus, ResourceType }) => ResourceStatus === status && !/::Stack$/.test(ResourceType))
    ?.ResourceStatusReason;

describe('AWS::ServiceDiscovery::PrivateDnsNamespace', () => {
  test('takes 30 to 60 seconds and has Id, Arn and HostedZoneId', () => {
    const region = discoveryWorld();
    const before = region.state.now;
    named(region);
    const made = events(region, 'names').find((event) => event.ResourceStatus === 'CREATE_COMPLETE');
    const seconds = ((made?.Timestamp.getTime() ?? 0) - before) / 1000;
    expect([made?.LogicalResourceId, seconds >= 30, seconds < 65]).toEqual(['Names', true, true]);
    const values = Object.fromEntries((stackOf(region, 'names').Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue]));
    expect(values.NamesId).toBe(resource(region, 'names', 'Names').PhysicalResourceId);
    expect(values.NamesArn).toBe(`arn:aws:servicediscovery:eu-west-1:111122223333:namespace/${values.NamesId}`);
    expect(values.NamesHostedZoneId).toMatch(/^Z[A-Z0-9]+$/);
    expect(ask(region, 'ServiceDiscovery', 'GetNamespace', { Id: values.NamesId }).Namespace).toMatchObject({
      Name: 'app.internal',
      Type: 'DNS_PRIVATE',
      ServiceCount: 1,
    });
  });
  test('is refused under a name the VPC already has, and for a VPC that does not exist', () => {
    const region = discoveryWorld();
    named(region);
    create(region, 'twice', { Names: namespace() }, {}, { OnFailure: 'DO_NOTHING' });
    create(region, 'nowhere', { Names: namespace({ Vpc: 'vpc-2' }) }, {}, { OnFailure: 'DO_NOTHING' });
    settle(region);
    expect(failure(region, 'twice')).toContain('Error Code: ConflictingDomainExists');
    expect(failure(region, 'nowhere')).toContain('vpc-2');
  });
  test('goes with its stack, after its services', () => {
    const region = discoveryWorld();
    named(region);
    const { StackId } = stackOf(region, 'names');
    region.call('CloudFormation', 'DeleteStack', { StackName: 'names' });
    settle(region);
    expect(stackStory(region, StackId).at(-1)).toBe('DELETE_COMPLETE');
    expect(ask(region, 'ServiceDiscovery', 'ListNamespaces', {}).Namespaces).toEqual([]);
  });
});

describe('AWS::ServiceDiscovery::Service', () => {
  test('has Id and Arn, and is the id as Ref', () => {
    const region = discoveryWorld();
    const { id, arn } = named(region);
    expect(arn).toBe(`arn:aws:servicediscovery:eu-west-1:111122223333:service/${id}`);
    expect(ask(region, 'ServiceDiscovery', 'ListServices', {}).Services).toMatchObject([
      {
        Id: id,
        Name: 'web',
        DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
        HealthCheckCustomConfig: { FailureThreshold: 1 },
      },
    ]);
  });
  test('takes another time to live in place, and is replaced for another name', () => {
    const region = discoveryWorld();
    const { id } = named(region);
    const DnsConfig = { RoutingPolicy: 'MULTIVALUE', DnsRecords: [{ Type: 'A', TTL: 60 }] };
    update(region, 'names', { Names: namespace(), Web: service({ DnsConfig }) }, outputs);
    settle(region);
    expect(resource(region, 'names', 'Web').PhysicalResourceId).toBe(id);
    expect(ask(region, 'ServiceDiscovery', 'GetService', { Id: id }).Service.DnsConfig.DnsRecords[0].TTL).toBe(60);
    update(region, 'names', { Names: namespace(), Web: service({ DnsConfig, Name: 'api' }) }, outputs);
    settle(region);
    expect(resource(region, 'names', 'Web').PhysicalResourceId).not.toBe(id);
    expect(refusal(() => ask(region, 'ServiceDiscovery', 'GetService', { Id: id }))).toContain('ServiceNotFound');
  });
  test('cannot become one of another kind of record', () => {
    const region = discoveryWorld();
    named(region);
    const DnsConfig = { RoutingPolicy: 'MULTIVALUE', DnsRecords: [{ Type: 'AAAA', TTL: 10 }] };
    update(region, 'names', { Names: namespace(), Web: service({ DnsConfig }) }, outputs);
    settle(region);
    expect(failure(region, 'names', 'UPDATE_FAILED')).toContain('cannot be updated');
  });
  test('is not deleted while instances are registered', () => {
    const region = discoveryWorld();
    serve(region, named(region).arn);
    region.call('CloudFormation', 'DeleteStack', { StackName: 'names' });
    settle(region);
    expect(stackOf(region, 'names').StackStatus).toBe('DELETE_FAILED');
    expect(failure(region, 'names', 'DELETE_FAILED')).toContain(
      'Service contains registered instances; delete the instances before deleting the service',
    );
  });
  test('is refused under a name its namespace already has', () => {
    const region = discoveryWorld();
    const Other = service({ Name: 'WEB' });
    create(
      region,
      'names',
      { Names: namespace(), Web: service(), Other: { ...Other, DependsOn: 'Web' } },
      {},
      { OnFailure: 'DO_NOTHING' },
    );
    settle(region);
    expect(failure(region, 'names')).toContain('Service already exists.');
  });
});

import { describe, expect, test } from 'vitest';
import type { Ec2State } from '../../../simulator/ec2/ec2-state.ts';
import { resolveName } from '../../../simulator/service-discovery/resolve-name.ts';
import { create, refusal, settle, update } from '../cloudformation/stack-world.ts';
import { ask, pass, readService, readTasks, registered, serviceInput } from '../ecs/container-world.ts';
import { discoveryWorld, named, serve } from './discovery-world.ts';

type World = ReturnType<typeof discoveryWorld>;
const addresses = (region: World) => resolveName(region.context, 'vpc-1', 'web.app.internal');
const addressOf = (task: { containers: { networkInterfaces: { privateIpv4Address: string }[] }[] }) =>
  task.containers[0]?.networkInterfaces[0]?.privateIpv4Address;

describe('a task behind a service registry', () => {
  test('is an instance some seconds after it runs, and found by its name', () => {
    const region = discoveryWorld();
    const { id, arn } = named(region);
    serve(region, arn, 2);
    const tasks = readTasks(region);
    expect([...addresses(region)].sort()).toEqual(tasks.map(addressOf).sort());
    const { Instances } = ask(region, 'ServiceDiscovery', 'ListInstances', { ServiceId: id });
    expect(Instances.map(({ Id }: { Id: string }) => Id).sort()).toEqual(
      tasks.map(({ taskArn }: { taskArn: string }) => taskArn.split('/').at(-1)).sort(),
    );
    expect(Instances[0].Attributes).toMatchObject({ ECS_CLUSTER_NAME: 'main', ECS_SERVICE_NAME: 'web', REGION: 'eu-west-1' });
    expect(readService(region).serviceRegistries).toEqual([{ registryArn: arn }]);
  });
  test('with a health check is one only when it is HEALTHY', () => {
    const region = discoveryWorld();
    const healthCheck = { command: ['CMD', 'curl', 'http://localhost'], interval: 60 };
    serve(region, named(region).arn, 1, { healthCheck });
    expect(readTasks(region)[0].lastStatus).toBe('RUNNING');
    expect(addresses(region)).toEqual([]);
    pass(region, 60);
    expect(addresses(region)).toHaveLength(1);
  });
  test('is one no more some seconds after it is told to stop', () => {
    const region = discoveryWorld();
    region.setKnob('ecs.deregistrationSeconds', 5);
    serve(region, named(region).arn);
    const [task] = readTasks(region);
    region.call('ECS', 'StopTask', { cluster: 'main', task: task.taskArn });
    pass(region, 4);
    expect(addresses(region)).toEqual([addressOf(task)]);
    pass(region, 2);
    expect(addresses(region)).toEqual([]);
    pass(region, 60);
    expect(addresses(region)).toHaveLength(1);
  });
  test('needs nothing of its role and no way out', () => {
    const region = discoveryWorld();
    const { arn } = named(region);
    serve(region, arn);
    region.context.state<Ec2State>('EC2').natGateways = {};
    expect(addresses(region)).toHaveLength(1);
  });
  test('is refused for a registry that does not exist, and for two', () => {
    const region = discoveryWorld();
    region.call('ECS', 'CreateCluster', { clusterName: 'main' });
    const { arn } = named(region);
    const definition = registered(region, 'nginx:1.27', { logConfiguration: undefined });
    const creating = (...arns: readonly string[]) =>
      refusal(() =>
        region.call('ECS', 'CreateService', {
          ...serviceInput(definition, { serviceRegistries: arns.map((registryArn) => ({ registryArn })) }),
        }),
      );
    expect(creating(`${arn}x`)).toMatch(/^InvalidParameterException/);
    expect(creating(arn, arn)).toMatch(/^InvalidParameterException: Multiple service registries/);
    expect(creating(arn)).toBe('accepted');
  });
  test('that changes its registry is another deployment', () => {
    const region = discoveryWorld();
    serve(region, named(region).arn);
    region.call('ECS', 'UpdateService', { cluster: 'main', service: 'web', serviceRegistries: [] });
    expect(readService(region).deployments).toHaveLength(2);
    pass(region, 200);
    expect(addresses(region)).toEqual([]);
  });
  test('keeps it when a template only leaves it out, and loses it by an empty list', () => {
    const region = discoveryWorld();
    const { arn } = named(region);
    region.call('ECS', 'CreateCluster', { clusterName: 'main' });
    const TaskDefinition = registered(region, 'nginx:1.27', { logConfiguration: undefined });
    const AwsvpcConfiguration = { Subnets: ['subnet-private'], SecurityGroups: ['sg-task'] };
    const web = (more: object) => ({
      Web: {
        Type: 'AWS::ECS::Service',
        Properties: {
          Cluster: 'main',
          ServiceName: 'web',
          TaskDefinition,
          NetworkConfiguration: { AwsvpcConfiguration },
          ...more,
        },
      },
    });
    create(region, 'app', web({ ServiceRegistries: [{ RegistryArn: arn }] }));
    settle(region);
    update(region, 'app', web({ DesiredCount: 2 }));
    settle(region);
    expect(addresses(region)).toHaveLength(2);
    update(region, 'app', web({ DesiredCount: 2, ServiceRegistries: [] }));
    settle(region);
    expect(readService(region)).toMatchObject({ runningCount: 2, serviceRegistries: [] });
    expect(addresses(region)).toEqual([]);
  });
});

describe('a name', () => {
  test('is known in its own VPC only, with DNS support and hostnames', () => {
    const region = discoveryWorld();
    serve(region, named(region).arn);
    const { vpcs } = region.context.state<Ec2State>('EC2');
    const vpc = vpcs['vpc-1'];
    if (!vpc) throw new Error('no VPC');
    vpcs['vpc-2'] = { ...vpc, VpcId: 'vpc-2' };
    expect(resolveName(region.context, 'vpc-1', 'WEB.app.internal.')).toHaveLength(1);
    expect(resolveName(region.context, 'vpc-2', 'web.app.internal')).toEqual([]);
    expect(resolveName(region.context, 'vpc-1', 'api.app.internal')).toEqual([]);
    vpc.EnableDnsHostnames = false;
    expect(addresses(region)).toEqual([]);
    Object.assign(vpc, { EnableDnsHostnames: true, EnableDnsSupport: false });
    expect(addresses(region)).toEqual([]);
  });
  test('is answered with eight addresses at most, of healthy instances', () => {
    const region = discoveryWorld();
    const { id } = named(region);
    const instance = (at: number) => ({ ServiceId: id, InstanceId: `i${at}` });
    for (let at = 1; at <= 10; at += 1)
      ask(region, 'ServiceDiscovery', 'RegisterInstance', {
        ...instance(at),
        Attributes: { AWS_INSTANCE_IPV4: `10.0.1.${at}`, AWS_INIT_HEALTH_STATUS: at > 3 ? 'HEALTHY' : 'UNHEALTHY' },
      });
    expect(addresses(region)).toHaveLength(7);
    ask(region, 'ServiceDiscovery', 'UpdateInstanceCustomHealthStatus', { ...instance(1), Status: 'HEALTHY' });
    ask(region, 'ServiceDiscovery', 'UpdateInstanceCustomHealthStatus', { ...instance(2), Status: 'HEALTHY' });
    expect(addresses(region)).toHaveLength(8);
  });
});

describe('DiscoverInstances', () => {
  const discover = (region: World, more: object = {}) =>
    ask(region, 'ServiceDiscovery', 'DiscoverInstances', { NamespaceName: 'app.internal', ServiceName: 'web', ...more });
  test('answers the healthy ones, or else all', () => {
    const region = discoveryWorld();
    const { id } = named(region);
    const register = (InstanceId: string, AWS_INIT_HEALTH_STATUS: string) =>
      ask(region, 'ServiceDiscovery', 'RegisterInstance', {
        ServiceId: id,
        InstanceId,
        Attributes: { AWS_INSTANCE_IPV4: '10.0.1.1', AWS_INIT_HEALTH_STATUS },
      });
    const found = (more: object = {}) =>
      discover(region, more).Instances.map(({ InstanceId }: { InstanceId: string }) => InstanceId);
    register('sick', 'UNHEALTHY');
    expect([found(), found({ HealthStatus: 'HEALTHY' })]).toEqual([['sick'], []]);
    register('well', 'HEALTHY');
    expect([found(), found({ HealthStatus: 'ALL' })]).toEqual([['well'], ['sick', 'well']]);
    expect(discover(region).InstancesRevision).toBe(2);
  });
  test('of a name nobody has is NamespaceNotFound or ServiceNotFound', () => {
    const region = discoveryWorld();
    named(region);
    const refused = (name: string) =>
      expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode: 400 }) });
    expect(() => discover(region, { NamespaceName: 'none' })).toThrow(refused('NamespaceNotFound'));
    expect(() => discover(region, { ServiceName: 'none' })).toThrow(refused('ServiceNotFound'));
  });
});

describe('an instance registered by a call', () => {
  const web1 = { InstanceId: 'web1', Attributes: { AWS_INSTANCE_IPV4: '10.0.1.1' } };
  test('is an operation, which says whom it was about and that it went well', () => {
    const region = discoveryWorld();
    const ServiceId = named(region).id;
    const { OperationId } = ask(region, 'ServiceDiscovery', 'RegisterInstance', { ServiceId, ...web1 });
    expect(ask(region, 'ServiceDiscovery', 'GetOperation', { OperationId }).Operation).toMatchObject({
      ...{ Id: OperationId, Type: 'REGISTER_INSTANCE', Status: 'SUCCESS', CreateDate: expect.any(Date) },
      Targets: { SERVICE: ServiceId, INSTANCE: 'web1' },
    });
    const none = { OperationId: `${OperationId}x` };
    expect(refusal(() => ask(region, 'ServiceDiscovery', 'GetOperation', none))).toMatch(/^OperationNotFound/);
  });
  test('has a health, which its users set', () => {
    const region = discoveryWorld();
    const ServiceId = named(region).id;
    const health = (more: object = {}) =>
      ask(region, 'ServiceDiscovery', 'GetInstancesHealthStatus', { ServiceId, ...more }).Status;
    ask(region, 'ServiceDiscovery', 'RegisterInstance', { ServiceId, ...web1 });
    ask(region, 'ServiceDiscovery', 'RegisterInstance', { ServiceId, ...web1, InstanceId: 'web2' });
    const sick = { ServiceId, InstanceId: 'web1', Status: 'UNHEALTHY' };
    ask(region, 'ServiceDiscovery', 'UpdateInstanceCustomHealthStatus', sick);
    expect(health()).toEqual({ web1: 'UNHEALTHY', web2: 'HEALTHY' });
    expect(health({ Instances: ['web2'] })).toEqual({ web2: 'HEALTHY' });
    expect(refusal(() => health({ Instances: ['web3'] }))).toMatch(/^InstanceNotFound/);
  });
});

import { describe, expect, test } from 'vitest';
import type { Service } from '../../schemas/gen/spec.types.ts';
import { renderSpec, stackOf } from './render-spec.ts';

const templateOf = (service: Service) =>
  stackOf(renderSpec({ services: { 'via-nat': { image: 'nginx:1', ...service } } }), 'services').template;
const definitionOf = (service: Service) => templateOf(service).Resources.ViaNatTaskDefinition?.Properties ?? {};
const containerOf = (service: Service) => (definitionOf(service).ContainerDefinitions as Record<string, unknown>[])[0] ?? {};
const serviceOf = (service: Service) => templateOf(service).Resources.ViaNatService?.Properties ?? {};

describe('a task definition', () => {
  test('is for Fargate, of the size and architecture wished for', () => {
    expect(definitionOf({ cpu: 512, memory: 1024, architecture: 'ARM64' })).toMatchObject({
      RequiresCompatibilities: ['FARGATE'],
      NetworkMode: 'awsvpc',
      Cpu: '512',
      Memory: '1024',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
      ExecutionRoleArn: { Ref: 'ViaNatExecutionRoleArn' },
      TaskRoleArn: { Ref: 'ViaNatTaskRoleArn' },
    });
  });

  test('has one container, named like the service, whose image comes late', () => {
    expect(containerOf({})).toMatchObject({ Name: 'via-nat', Image: { Ref: 'ViaNatImage' }, Essential: true });
  });

  test('says only what the spec says, and when it was restarted', () => {
    const container = containerOf({ logs: { retentionDays: 0 } });
    expect(Object.keys(container).sort()).toEqual(['DockerLabels', 'Essential', 'Image', 'Name']);
    expect(container.DockerLabels).toEqual({ 'moorage.restarted-at': { Ref: 'RestartedAt' } });
  });

  test('sorts variables by name', () => {
    expect(containerOf({ variables: { B: '2', A: '1' } }).Environment).toEqual([
      { Name: 'A', Value: '1' },
      { Name: 'B', Value: '2' },
    ]);
  });

  test('keeps the command and the port', () => {
    expect(containerOf({ command: ['sleep', '1'], port: 80 })).toMatchObject({
      Command: ['sleep', '1'],
      PortMappings: [{ ContainerPort: 80, Protocol: 'tcp' }],
    });
  });

  test('logs without ever holding the container up', () => {
    expect(containerOf({}).LogConfiguration).toEqual({
      LogDriver: 'awslogs',
      Options: {
        'awslogs-group': { Ref: 'ViaNatLogGroupName' },
        'awslogs-region': { Ref: 'AWS::Region' },
        'awslogs-stream-prefix': 'via-nat',
        mode: 'non-blocking',
        'max-buffer-size': '25m',
      },
    });
  });

  test('has an init process with exec', () => {
    expect(containerOf({ exec: true }).LinuxParameters).toEqual({ InitProcessEnabled: true });
  });
});

describe('a service', () => {
  test('runs in the private subnets without a public address', () => {
    expect(serviceOf({}).NetworkConfiguration).toEqual({
      AwsvpcConfiguration: {
        AssignPublicIp: 'DISABLED',
        SecurityGroups: [{ Ref: 'ViaNatSecurityGroupId' }],
        Subnets: { Ref: 'NatSubnetIds' },
      },
    });
  });

  test('is on Fargate 1.4.0 by launch type alone', () => {
    expect(serviceOf({ desiredCount: 3, exec: true })).toMatchObject({
      Cluster: { Ref: 'ClusterName' },
      LaunchType: 'FARGATE',
      PlatformVersion: '1.4.0',
      DesiredCount: 3,
      EnableExecuteCommand: true,
      EnableECSManagedTags: true,
      PropagateTags: 'SERVICE',
    });
    expect(serviceOf({})).not.toHaveProperty('CapacityProviderStrategy');
  });

  test.each([
    [0, 2],
    [1, 2],
    [10, 2],
    [11, 3],
    [50, 10],
  ])('with %i tasks gives up after %i bad starts and goes back', (desiredCount, value) => {
    expect(serviceOf({ desiredCount }).DeploymentConfiguration).toEqual({
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
      DeploymentCircuitBreaker: {
        Enable: true,
        Rollback: true,
        ResetOnHealthyTask: false,
        ThresholdConfiguration: { Type: 'COUNT', Value: value },
      },
    });
  });

  test('names what it made', () => {
    expect(templateOf({}).Outputs).toMatchObject({
      ViaNatServiceArn: { Value: { Ref: 'ViaNatService' } },
      ViaNatServiceName: { Value: { 'Fn::GetAtt': ['ViaNatService', 'Name'] } },
      ViaNatTaskDefinitionArn: { Value: { Ref: 'ViaNatTaskDefinition' } },
    });
  });
});

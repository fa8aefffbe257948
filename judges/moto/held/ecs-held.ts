import {
  type ContainerDefinition,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Tag,
} from '@aws-sdk/client-ecs';
import type { Describer } from './describer.ts';
import { templateKeys } from './template-keys.ts';
import { templateTags } from './template-tags.ts';

const because = 'CloudFormation passes on no more than containers and memory';
const notOfService = 'CloudFormation passes on no more than the task definition and the count';

/** Clusters, task definitions and services, asked of ECS. */
export const ecsHeld: Readonly<Record<string, Describer>> = {
  'AWS::ECS::Cluster': {
    async describe(moto, id) {
      const asked = new DescribeClustersCommand({ clusters: [id], include: ['TAGS'] });
      const cluster = (await moto(ECSClient).send(asked)).clusters?.[0];
      return cluster?.status === 'ACTIVE'
        ? { properties: { Tags: tagsOf(cluster.tags) }, attributes: { Arn: cluster.clusterArn } }
        : undefined;
    },
    loses: { Tags: { because: 'CloudFormation passes on no more than the name' } },
  },
  'AWS::ECS::TaskDefinition': {
    async describe(moto, taskDefinition) {
      const asked = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
      const { taskDefinition: held, tags } = await moto(ECSClient).send(asked);
      return held?.status === 'ACTIVE'
        ? {
            properties: {
              Cpu: held.cpu,
              Memory: held.memory,
              NetworkMode: held.networkMode,
              RequiresCompatibilities: held.requiresCompatibilities,
              RuntimePlatform: templateKeys(held.runtimePlatform),
              ExecutionRoleArn: held.executionRoleArn,
              TaskRoleArn: held.taskRoleArn,
              ContainerDefinitions: held.containerDefinitions?.map(containerOf),
              Tags: tagsOf(tags),
            },
          }
        : undefined;
    },
    loses: {
      Cpu: { because },
      NetworkMode: { because, instead: 'bridge' },
      RequiresCompatibilities: { because },
      RuntimePlatform: { because },
      ExecutionRoleArn: { because },
      TaskRoleArn: { because },
      Tags: { because },
    },
  },
  'AWS::ECS::Service': {
    async describe(moto, id) {
      const cluster = id.split('/').at(-2) ?? '';
      const asked = new DescribeServicesCommand({ cluster, services: [id], include: ['TAGS'] });
      const service = (await moto(ECSClient).send(asked)).services?.[0];
      return service?.status === 'ACTIVE'
        ? {
            properties: {
              Cluster: service.clusterArn?.split('/').at(-1),
              TaskDefinition: service.taskDefinition,
              DesiredCount: service.desiredCount,
              LaunchType: service.launchType,
              PlatformVersion: service.platformVersion,
              EnableExecuteCommand: service.enableExecuteCommand,
              EnableECSManagedTags: service.enableECSManagedTags,
              PropagateTags: service.propagateTags,
              NetworkConfiguration: templateKeys(service.networkConfiguration),
              DeploymentConfiguration: templateKeys(service.deploymentConfiguration),
              ServiceRegistries: templateKeys(service.serviceRegistries),
              Tags: tagsOf(service.tags),
            },
            attributes: { Name: service.serviceName },
          }
        : undefined;
    },
    loses: {
      LaunchType: { because: notOfService, instead: 'EC2' },
      PlatformVersion: { because: notOfService },
      EnableExecuteCommand: { because: notOfService },
      EnableECSManagedTags: { because: notOfService },
      PropagateTags: { because: notOfService, instead: 'NONE' },
      NetworkConfiguration: { because: notOfService, instead: {} },
      DeploymentConfiguration: { because: notOfService },
      Tags: { because: notOfService },
    },
  },
};

const tagsOf = (tags: readonly Tag[] | undefined) => templateTags(tags?.map(({ key: Key, value: Value }) => ({ Key, Value })));

/** Without what ECS fills in where a template says nothing: no share of the CPU, and empty lists. */
function containerOf({ cpu, ...container }: ContainerDefinition): unknown {
  const said = Object.entries(container).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return templateKeys({ ...(cpu ? { cpu } : {}), ...Object.fromEntries(said) });
}

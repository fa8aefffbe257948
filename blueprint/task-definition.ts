import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Aws, CfnOutput, type Stack } from 'aws-cdk-lib/core';
import { logicalId } from '../domain/logical-id.ts';
import type { EffectiveService } from '../domain/spec/effective-spec.ts';

interface Late {
  readonly image: string;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** Absent: the service has no logs. */
  readonly logGroupName?: string;
}

/** One container named like its service. Any change is a new task definition: that is how ECS versions them. */
export function taskDefinition(stack: Stack, name: string, service: EffectiveService, late: Late): CfnTaskDefinition {
  const definition = new CfnTaskDefinition(stack, `${logicalId(name)}TaskDefinition`, {
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: String(service.cpu),
    memory: String(service.memory),
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: service.architecture },
    executionRoleArn: late.executionRoleArn,
    taskRoleArn: late.taskRoleArn,
    containerDefinitions: [container(name, service, late)],
  });
  new CfnOutput(stack, `${logicalId(name)}TaskDefinitionArn`, { value: definition.ref });
  return definition;
}

function container(name: string, service: EffectiveService, late: Late): CfnTaskDefinition.ContainerDefinitionProperty {
  const variables = Object.entries(service.variables).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name,
    image: late.image,
    essential: true,
    ...(service.port !== undefined && { portMappings: [{ containerPort: service.port, protocol: 'tcp' }] }),
    ...(service.command !== undefined && { command: [...service.command] }),
    ...(variables.length > 0 && { environment: variables.map(([key, value]) => ({ name: key, value })) }),
    // The SSM agent leaves children behind; without an init process they stay as zombies.
    ...(service.exec && { linuxParameters: { initProcessEnabled: true } }),
    ...(late.logGroupName !== undefined && { logConfiguration: logs(name, late.logGroupName) }),
  };
}

const logs = (name: string, group: string): CfnTaskDefinition.LogConfigurationProperty => ({
  logDriver: 'awslogs',
  options: {
    'awslogs-group': group,
    'awslogs-region': Aws.REGION,
    'awslogs-stream-prefix': name,
    // Said outright because AWS changed the default in 2025: a log service that does not answer must not stop the container.
    mode: 'non-blocking',
    'max-buffer-size': '25m',
  },
});

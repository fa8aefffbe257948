import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Aws, CfnOutput, type Stack } from 'aws-cdk-lib/core';
import { logicalId } from '../domain/logical-id.ts';
import type { NamedContainer } from '../domain/spec/containers-of.ts';
import type { EffectiveHealthCheck, EffectiveService } from '../domain/spec/effective-spec.ts';

interface Late {
  readonly containers: readonly (NamedContainer & { readonly image: string })[];
  /** Another value is another task definition, and so new tasks of the same images. */
  readonly restarted: string;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** Absent: the service has no logs. */
  readonly logGroupName?: string;
}

/** The service's own container, named like it, and its sidecars. Any change is a new task definition: that is how ECS versions them. */
export function taskDefinition(stack: Stack, name: string, service: EffectiveService, late: Late): CfnTaskDefinition {
  const definition = new CfnTaskDefinition(stack, `${logicalId(name)}TaskDefinition`, {
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: String(service.cpu),
    memory: String(service.memory),
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: service.architecture },
    executionRoleArn: late.executionRoleArn,
    taskRoleArn: late.taskRoleArn,
    containerDefinitions: late.containers.map((container) => ({
      name: container.name,
      image: container.image,
      essential: container.essential,
      ...(!container.sidecar && { dockerLabels: { 'moorage.restarted-at': late.restarted } }),
      ...(container.port !== undefined && { portMappings: [{ containerPort: container.port, protocol: 'tcp' }] }),
      ...(container.command !== undefined && { command: [...container.command] }),
      ...named(container.variables, 'environment', (value) => ({ value })),
      ...named(container.secrets, 'secrets', (valueFrom) => ({ valueFrom })),
      ...(container.healthCheck && { healthCheck: healthCheck(container.healthCheck) }),
      // The SSM agent leaves children behind; without an init process they stay as zombies.
      ...(service.exec && { linuxParameters: { initProcessEnabled: true } }),
      ...(late.logGroupName !== undefined && { logConfiguration: logs(name, late.logGroupName) }),
    })),
  });
  new CfnOutput(stack, `${logicalId(name)}TaskDefinitionArn`, { value: definition.ref });
  return definition;
}

/** A map as ECS's list of named things, by name; absent when it is empty. */
function named<T>(map: Readonly<Record<string, string>>, key: string, rest: (value: string) => T) {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? {} : { [key]: entries.map(([name, value]) => ({ name, ...rest(value) })) };
}

const healthCheck = (check: EffectiveHealthCheck): CfnTaskDefinition.HealthCheckProperty => ({
  // CMD: arguments as they are, no shell that might not be in the image.
  command: ['CMD', ...check.command],
  interval: check.intervalSeconds,
  timeout: check.timeoutSeconds,
  retries: check.retries,
  ...(check.startSeconds > 0 && { startPeriod: check.startSeconds }),
});

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

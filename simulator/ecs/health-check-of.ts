import type { ContainerDefinition, HealthCheck } from '@aws-sdk/client-ecs';

/** The check a container has; `NONE` takes away the image's, which ECS does not look at anyway. */
export function healthCheckOf({ healthCheck }: ContainerDefinition): HealthCheck | undefined {
  return healthCheck?.command?.length && healthCheck.command[0] !== 'NONE' ? healthCheck : undefined;
}

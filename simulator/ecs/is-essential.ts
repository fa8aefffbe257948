import type { ContainerDefinition } from '@aws-sdk/client-ecs';

/** "If the essential parameter is omitted, the container is assumed to be essential" (API_ContainerDefinition). */
export const isEssential = ({ essential }: ContainerDefinition) => essential !== false;

import type { ResourceType } from '../cloudformation/resource-type.ts';
import { repositoryType } from '../ecr/repository-type.ts';
import { clusterType } from './cluster-type.ts';
import { serviceType } from './service-type.ts';
import { taskDefinitionType } from './task-definition-type.ts';

export const containerResourceTypes: readonly ResourceType[] = [repositoryType, clusterType, taskDefinitionType, serviceType];

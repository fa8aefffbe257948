import type { Service } from '../service.ts';
import { clusterOperations } from './cluster-operations.ts';
import { deploymentOperations } from './deployment-operations.ts';
import type { EcsState } from './ecs-state.ts';
import { healthy, unhealthy } from './judge-health.ts';
import { exited, fail, provision, pull, start } from './run-task.ts';
import { schedule } from './schedule-service.ts';
import { serviceOperations } from './service-operations.ts';
import { forget, release, stopped } from './stop-task.ts';
import { taskDefinitionOperations } from './task-definition-operations.ts';
import { taskOperations } from './task-operations.ts';

export const ecs: Service = {
  name: 'ECS',
  empty: (): EcsState => ({
    clusters: {},
    families: {},
    taskDefinitions: {},
    services: {},
    serviceDeployments: {},
    revisions: {},
    tasks: {},
  }),
  operations: {
    ...clusterOperations,
    ...taskDefinitionOperations,
    ...serviceOperations,
    ...deploymentOperations,
    ...taskOperations,
  },
  timers: { schedule, provision, pull, fail, start, exited, healthy, unhealthy, stopped, release, forget },
};

import type { Service } from '../service.ts';
import { check } from './check-container.ts';
import { clusterOperations } from './cluster-operations.ts';
import { deploymentOperations } from './deployment-operations.ts';
import type { EcsState } from './ecs-state.ts';
import { agentStarted, executeCommand } from './execute-command.ts';
import { graceOver, healthy, unhealthy } from './judge-health.ts';
import { fail, provision, pull } from './run-task.ts';
import { schedule } from './schedule-service.ts';
import { serviceOperations } from './service-operations.ts';
import { discoverable, undiscoverable } from './service-registry.ts';
import { exited, start, startTimedOut } from './start-containers.ts';
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
    ExecuteCommand: executeCommand,
  },
  timers: {
    ...{ schedule, provision, pull, fail, start, startTimedOut, exited, check, healthy, unhealthy, graceOver },
    ...{ agentStarted, discoverable, undiscoverable, stopped, release, forget },
  },
};

import type { Context } from '../service.ts';
import { containerOf } from './ecs-events.ts';
import { ecsState } from './ecs-lookup.ts';
import type { Task, TaskContainer } from './ecs-state.ts';

/** What DescribeTasks says of a container beyond its events: its health and ECS Exec's agent (API_Container). */
export function describeContainer(container: TaskContainer, task: Task, context: Context) {
  const { runtimeId, healthStatus, agent, name } = container;
  const defined = ecsState(context).taskDefinitions[task.taskDefinition]?.containers.find((one) => one.name === name);
  return {
    ...containerOf(container, task),
    ...(runtimeId === null ? {} : { runtimeId }),
    healthStatus,
    cpu: String(defined?.cpu ?? 0),
    ...(defined?.memory === undefined ? {} : { memory: String(defined.memory) }),
    ...(defined?.memoryReservation === undefined ? {} : { memoryReservation: String(defined.memoryReservation) }),
    ...(agent === null ? {} : { managedAgents: [describeAgent(agent)] }),
  };
}

const describeAgent = ({ lastStatus, startedAt, reason }: NonNullable<TaskContainer['agent']>) => ({
  name: 'ExecuteCommandAgent',
  lastStatus,
  ...(startedAt === null ? {} : { lastStartedAt: new Date(startedAt) }),
  ...(reason === null ? {} : { reason }),
});

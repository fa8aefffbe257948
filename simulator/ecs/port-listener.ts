import type { Task, TaskContainer } from './ecs-state.ts';

/** Who listens on this port now. The containers of an awsvpc task share one network, so a port is the task's. */
export function portListener(task: Task, port: number, now: number): TaskContainer | undefined {
  return task.containers.find(({ name, lastStatus, startedAt }) => {
    const behaviour = task.behaviours[name];
    if (lastStatus !== 'RUNNING' || startedAt === null || !behaviour?.ports.includes(port)) return false;
    const seconds = (now - startedAt) / 1000;
    return seconds >= behaviour.listensAfterSeconds && seconds < (behaviour.deafAfterSeconds ?? Number.POSITIVE_INFINITY);
  });
}

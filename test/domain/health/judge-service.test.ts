import { expect, it } from 'vitest';
import { judgeService, type ServiceFacts } from '../../../domain/health/judge-service.ts';
import type { StoppedTask } from '../../../domain/operation/deployment-view.ts';

const ours = 'arn:task-definition/web:7';
const view = { status: 'SUCCESSFUL', taskDefinition: ours, digests: { web: 'sha256:feed' }, desired: 2, running: 2, pending: 0 };
const facts: ServiceFacts = {
  ...{ name: 'web', wanted: 2, changing: false, answered: true, view, taskDefinition: ours, digest: 'sha256:feed', stopped: [] },
};
const failed = (minute: number): StoppedTask => ({
  ...{ id: `task${minute}`, group: 'service:web', taskDefinition: ours, stopCode: 'EssentialContainerExited' },
  ...{ stoppedReason: 'Essential container in task exited', stoppedAt: `2026-11-21T03:0${minute}:00.000Z` },
  containers: [{ name: 'web', exitCode: 137, reason: 'OutOfMemoryError: container killed due to memory usage' }],
});

it.each<[string, Partial<ServiceFacts>, string]>([
  ['running as recorded', {}, 'HEALTHY'],
  ['of which ECS did not tell', { answered: false, view: undefined }, 'UNKNOWN'],
  ['that is gone', { view: undefined }, 'DOWN'],
  ['that is to be nothing, and is', { wanted: 0, view: { ...view, desired: 0, running: 0 } }, 'HEALTHY'],
  ['scaled to nothing by hand', { view: { ...view, desired: 0, running: 0 } }, 'DOWN'],
  ['none of whose tasks run', { view: { ...view, running: 0 } }, 'DOWN'],
  ['short of a task', { view: { ...view, running: 1 } }, 'DEGRADED'],
  ['scaled down by hand', { view: { ...view, desired: 1, running: 1 } }, 'DEGRADED'],
  ['with one task too many for a moment', { view: { ...view, running: 3 } }, 'HEALTHY'],
  ['of another task definition', { view: { ...view, taskDefinition: 'arn:task-definition/web:8' } }, 'DEGRADED'],
  ['of another digest', { view: { ...view, digests: { web: 'sha256:dead' } } }, 'DEGRADED'],
  ['on its way to another task definition', { changing: true, view: { ...view, taskDefinition: 'arn:8' } }, 'HEALTHY'],
  ['growing from two to four', { changing: true, view: { ...view, desired: 4, running: 2 } }, 'HEALTHY'],
  [
    'rolled back to what is recorded',
    { view: { status: 'ROLLBACK_SUCCESSFUL', backTo: ours, digests: {}, desired: 2, running: 2 } },
    'HEALTHY',
  ],
  ['whose stack could not be read', { taskDefinition: undefined as never }, 'HEALTHY'],
  ['that lost two tasks', { stopped: [1, 2].map(failed) }, 'HEALTHY'],
  ['that loses task after task', { stopped: [1, 2, 3].map(failed) }, 'DEGRADED'],
])('a service %s', (_what, more, status) => {
  expect(judgeService({ ...facts, ...more }).status).toBe(status);
});

it('shows the five newest stopped tasks, newest first, each with its cause and what to do', () => {
  const { stopped, sentence } = judgeService({ ...facts, stopped: [3, 1, 6, 2, 5, 4].map(failed) });

  expect(stopped.map(({ task }) => task)).toEqual(['task6', 'task5', 'task4', 'task3', 'task2']);
  expect(stopped[0]).toMatchObject({ code: 'OUT_OF_MEMORY', remedy: expect.any(String) });
  expect(sentence).toBe(
    '2 of 2 tasks of web run, but 6 of its tasks failed within the last hour: The container of service web was killed because it ran out of memory',
  );
});

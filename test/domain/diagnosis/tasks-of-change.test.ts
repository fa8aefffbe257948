import { expect, it } from 'vitest';
import { tasksOfChange } from '../../../domain/diagnosis/tasks-of-change.ts';
import type { StoppedTask } from '../../../domain/operation/deployment-view.ts';
import type { ResourceEvent } from '../../../domain/operation/resource-event.ts';

const minute = (n: number) => `2026-11-01T00:${String(n).padStart(2, '0')}:00.000Z`;
const definition = (revision: number) => `arn:aws:ecs:eu-west-1:1:task-definition/web:${revision}`;
const service = 'arn:aws:ecs:eu-west-1:1:service/moorage-hello-foundation-Cluster-x/web';
const task = (id: string, revision: number, createdAt: number): StoppedTask => ({
  id,
  group: 'service:web',
  taskDefinition: definition(revision),
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  createdAt: minute(createdAt),
  containers: [],
});
const ofDefinition = (at: number, status: string, physicalId?: string): ResourceEvent => ({
  at: minute(at),
  logicalId: 'WebTaskDefinition',
  type: 'AWS::ECS::TaskDefinition',
  status,
  ...(physicalId ? { physicalId } : {}),
});
const ofService = (at: number, status: string, physicalId?: string): ResourceEvent => ({
  ...ofDefinition(at, status, physicalId),
  logicalId: 'WebService',
  type: 'AWS::ECS::Service',
});
const replacement = [
  ofDefinition(1, 'UPDATE_IN_PROGRESS', definition(1)),
  ofDefinition(1, 'UPDATE_IN_PROGRESS', definition(2)),
  ofDefinition(1, 'UPDATE_COMPLETE', definition(2)),
];
const tasks = [task('old', 1, 0), task('old, begun late', 1, 3), task('new', 2, 3)];
const told = (events: readonly ResourceEvent[]) => tasksOfChange(tasks, events).map(({ id }) => id);

it.each<[string, readonly ResourceEvent[], string[]]>([
  ['nothing while nothing has been done to the service', [], []],
  ['nothing of another service', [{ ...ofService(2, 'UPDATE_IN_PROGRESS', `${service}-2`), logicalId: 'ApiService' }], []],
  ['the tasks of the definition it makes', [...replacement, ofService(2, 'UPDATE_IN_PROGRESS', service)], ['new']],
  [
    'these after its rollback too, whose tasks are of the definition before',
    [
      ...replacement,
      ofService(2, 'UPDATE_IN_PROGRESS', service),
      ofService(2, 'UPDATE_FAILED', service),
      ofService(2, 'UPDATE_COMPLETE', service),
      ofDefinition(2, 'UPDATE_COMPLETE', definition(1)),
      ofDefinition(2, 'DELETE_COMPLETE', definition(2)),
    ],
    ['new'],
  ],
  [
    'those begun since it changed no more than the service',
    [ofService(2, 'UPDATE_IN_PROGRESS', service)],
    ['old, begun late', 'new'],
  ],
  [
    'those begun since it changed no more than the tags of the definition',
    [
      ofDefinition(1, 'UPDATE_IN_PROGRESS', definition(1)),
      ofDefinition(1, 'UPDATE_COMPLETE', definition(1)),
      ofService(2, 'UPDATE_IN_PROGRESS', service),
    ],
    ['old, begun late', 'new'],
  ],
  [
    'those of a definition made for the first time, whose service has no name yet',
    [
      ofDefinition(1, 'CREATE_IN_PROGRESS'),
      ofDefinition(1, 'CREATE_COMPLETE', definition(2)),
      ofService(2, 'CREATE_IN_PROGRESS'),
    ],
    ['new'],
  ],
])('a change tells of %s', (_what, events, ids) => {
  expect(told(events)).toEqual(ids);
});

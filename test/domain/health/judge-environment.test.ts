import { expect, it } from 'vitest';
import { type EnvironmentFacts, judgeEnvironment } from '../../../domain/health/judge-environment.ts';
import type { Environment } from '../../../domain/operation/environment.ts';
import type { ServiceHealth } from '../../../schemas/gen/api.types.ts';

const at = '2026-11-21T03:00:00.000Z';
const environment: Environment = {
  ...{ name: 'shop', status: 'AVAILABLE', createdBy: 'ada', createdAt: at, updatedAt: at, lastRevision: 3, protected: false },
  serving: { revision: 3, operation: 'shop-a', blueprintVersion: '1', stacks: {}, images: {} },
};
const service = (name: string, status: ServiceHealth['status']): ServiceHealth => ({
  ...{ service: name, status, sentence: `${name} is ${status}`, wanted: 1, desired: 1, stopped: [] },
});
const stack = (status: string, recorded = true) => ({
  stack: 'services' as const,
  name: 'moorage-shop-services',
  status,
  recorded,
});
const facts: EnvironmentFacts = { environment, at, services: [service('web', 'HEALTHY')], stacks: [], unanswered: [] };
const lock = {
  operation: 'shop-b',
  kind: 'UPDATE',
  revision: 4,
  trigger: 'request',
  actor: 'ada',
  openedAt: at,
  requestHash: '',
} as const;

it.each<[string, Partial<EnvironmentFacts>, string, string]>([
  ['all of which runs', {}, 'HEALTHY', 'web is HEALTHY, as recorded.'],
  [
    'without anything to run',
    { services: [{ ...service('web', 'HEALTHY'), wanted: 0 }] },
    'HEALTHY',
    'Nothing is to run, and so it is.',
  ],
  [
    'that is paused',
    {
      environment: { ...environment, status: 'PAUSED' },
      services: [{ ...service('web', 'HEALTHY'), wanted: 0, desired: 0, running: 0 }],
    },
    'HEALTHY',
    'It is paused: nothing is to run, and so it is.',
  ],
  [
    'that is paused, and somebody runs it all the same',
    {
      environment: { ...environment, status: 'PAUSED' },
      services: [{ ...service('web', 'HEALTHY'), wanted: 0, desired: 2, running: 2 }],
    },
    'DEGRADED',
    'it is paused, and 2 tasks of web run: somebody scaled it to 2 in ECS.',
  ],
  ['one of two down', { services: [service('a', 'DEGRADED'), service('b', 'DOWN')] }, 'DEGRADED', 'b is DOWN (and 1 more).'],
  ['all down', { services: [service('a', 'DOWN'), service('b', 'DOWN')] }, 'DOWN', 'a is DOWN (and 1 more).'],
  ['down, and something unsaid', { services: [service('a', 'DOWN')], unanswered: ['x'] }, 'DOWN', 'a is DOWN.'],
  [
    'something unsaid',
    { unanswered: ['stack services: Throttling'] },
    'UNKNOWN',
    'AWS did not say everything: stack services: Throttling.',
  ],
  [
    'whose stack failed',
    { stacks: [stack('UPDATE_ROLLBACK_FAILED')] },
    'DEGRADED',
    'the services stack moorage-shop-services is UPDATE_ROLLBACK_FAILED.',
  ],
  ['whose stack went back', { stacks: [stack('UPDATE_ROLLBACK_COMPLETE')] }, 'HEALTHY', 'web is HEALTHY, as recorded.'],
  [
    'that is stuck',
    { environment: { ...environment, status: 'STUCK', stuck: 'delete it.' } },
    'DEGRADED',
    'it is stuck: delete it.',
  ],
  [
    'under way, whose stack failed',
    { environment: { ...environment, active: lock }, stacks: [stack('UPDATE_FAILED')] },
    'HEALTHY',
    'web is HEALTHY, as recorded. shop-b is changing it.',
  ],
])('an environment %s', (_what, more, status, sentence) => {
  expect(judgeEnvironment({ ...facts, ...more })).toMatchObject({ status, sentence });
});

it.each([
  [stack('NONE'), 'stack services: moorage-shop-services was deleted'],
  [
    stack('CREATE_COMPLETE', false),
    'stack services: moorage-shop-services is there (CREATE_COMPLETE), and the record knows of none',
  ],
  [stack('UPDATE_IN_PROGRESS'), 'stack services: moorage-shop-services is UPDATE_IN_PROGRESS, by no operation of this service'],
])('a stack that is not as recorded is drift: %j', (found, drift) => {
  expect(judgeEnvironment({ ...facts, stacks: [found] }).drift).toEqual([drift]);
  expect(judgeEnvironment({ ...facts, environment: { ...environment, active: lock }, stacks: [found] }).drift).toEqual([]);
});

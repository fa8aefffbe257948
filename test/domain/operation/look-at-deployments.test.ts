import { expect, it } from 'vitest';
import type { DeploymentView } from '../../../domain/operation/deployment-view.ts';
import { lookAtDeployments } from '../../../domain/operation/look-at-deployments.ts';

const [ours, older] = ['arn:task-definition/web:7', 'arn:task-definition/web:6'];
const [digest, other] = ['sha256:feed', 'sha256:dead'];
const view = (more: Partial<DeploymentView> = {}): DeploymentView => ({
  status: 'SUCCESSFUL',
  taskDefinition: ours,
  digests: { web: digest },
  desired: 2,
  running: 2,
  ...more,
});
const back = (backTo: string, status: string): DeploymentView => ({
  status,
  backTo,
  digests: { web: digest },
  desired: 2,
  running: 2,
});
const wanted = (seen: DeploymentView | undefined, name = 'web') => ({
  name,
  taskDefinition: ours,
  digests: { web: digest },
  view: seen,
});

it.each([
  ['successful at our task definition and digest', view(), 'DONE'],
  ['successful without a digest to compare', view({ digests: {} }), 'DONE'],
  ['successful with nothing wanted', view({ desired: 0, running: 0, digests: { web: other } }), 'DONE'],
  ['not begun', { desired: 2, running: 0, digests: {} }, 'RUNNING'],
  ['pending', view({ status: 'PENDING' }), 'RUNNING'],
  ['in progress', view({ status: 'IN_PROGRESS', running: 1 }), 'RUNNING'],
  ['successful and short of a task', view({ running: 1 }), 'RUNNING'],
  ['successful with one task too many', view({ running: 3 }), 'RUNNING'],
  ['rolled back, however successfully', view({ status: 'ROLLBACK_SUCCESSFUL' }), 'FAILED'],
  ['rolling back', view({ status: 'ROLLBACK_IN_PROGRESS' }), 'FAILED'],
  ['rolled back to what is wanted, by an earlier update', back(ours, 'ROLLBACK_SUCCESSFUL'), 'DONE'],
  ['rolled back to what is wanted and short of a task', { ...back(ours, 'ROLLBACK_SUCCESSFUL'), running: 1 }, 'RUNNING'],
  ['rolling back to what is wanted', back(ours, 'ROLLBACK_IN_PROGRESS'), 'RUNNING'],
  ['rolled back to something older', back(older, 'ROLLBACK_SUCCESSFUL'), 'FAILED'],
  ['rolled back in vain', back(ours, 'ROLLBACK_FAILED'), 'FAILED'],
  ['stopped', view({ status: 'STOPPED' }), 'FAILED'],
  ['stop requested', view({ status: 'STOP_REQUESTED' }), 'FAILED'],
  ['successful at the older task definition', view({ taskDefinition: older }), 'FAILED'],
  ['in progress towards another task definition', view({ status: 'IN_PROGRESS', taskDefinition: older }), 'FAILED'],
  ['successful with another digest', view({ digests: { web: other } }), 'FAILED'],
  ['gone', undefined, 'FAILED'],
])('a service whose deployment is %s', (_what, seen, state) => {
  expect(lookAtDeployments([wanted(seen)]).state).toBe(state);
});

it('is done when all are, fails when one does, and says of each what is the matter', () => {
  expect(lookAtDeployments([])).toMatchObject({ state: 'DONE' });
  expect(lookAtDeployments([wanted(view()), wanted(view(), 'api')])).toEqual({ state: 'DONE', detail: '2 stable' });
  expect(lookAtDeployments([wanted(view()), wanted(view({ running: 1 }), 'api')])).toEqual({
    state: 'RUNNING',
    detail: 'api 1 of 2 running',
  });
  const failed = lookAtDeployments([
    wanted(view({ status: 'IN_PROGRESS' })),
    wanted(undefined, 'api'),
    wanted(view({ status: 'ROLLBACK_SUCCESSFUL', reason: 'breaker' }), 'job'),
  ]);
  expect(failed).toEqual({
    state: 'FAILED',
    reason: 'api: the service does not exist; job: ECS went back to the earlier revision (ROLLBACK_SUCCESSFUL): breaker',
  });
});

it('a service may be called `constructor`', () => {
  expect(lookAtDeployments([wanted(view({ digests: {} }), 'constructor')]).state).toBe('DONE');
});

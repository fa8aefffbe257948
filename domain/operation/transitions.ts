import type { EnvironmentStatus, OperationKind, OperationStatus } from '../../schemas/gen/api.types.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';

/** Which status may follow which. Every status write names the status it expects, taken from here. */
export const operationTransitions: Readonly<Record<OperationStatus, readonly OperationStatus[]>> = {
  QUEUED: ['RUNNING', 'FAILING'],
  RUNNING: ['SUCCEEDED', 'FAILING'],
  FAILING: ['FAILED', 'CANCELLED'],
  SUCCEEDED: [],
  FAILED: [],
  CANCELLED: [],
};

export const openStatuses = ['QUEUED', 'RUNNING', 'FAILING'] as const satisfies readonly OperationStatus[];

export function isOver(status: OperationStatus): boolean {
  return operationTransitions[status].length === 0;
}

/** The statuses from which `next` may be reached. */
export function statusesBefore(next: OperationStatus): readonly OperationStatus[] {
  return (Object.keys(operationTransitions) as OperationStatus[]).filter((status) => operationTransitions[status].includes(next));
}

/** What an environment is when nobody changes it and that spec serves. */
export const statusServing = ({ paused }: Pick<EffectiveSpec, 'paused'>): EnvironmentStatus => (paused ? 'PAUSED' : 'AVAILABLE');

/** What an environment is while an operation of that kind holds its lock. */
export const statusWhile: Readonly<Record<OperationKind, EnvironmentStatus>> = {
  CREATE: 'CREATING',
  UPDATE: 'UPDATING',
  REBUILD: 'UPDATING',
  ROLLBACK: 'UPDATING',
  RESTART: 'UPDATING',
  REPAIR: 'UPDATING',
  DELETE: 'DELETING',
};

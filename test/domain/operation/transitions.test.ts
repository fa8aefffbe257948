import { describe, expect, it } from 'vitest';
import {
  isOver,
  openStatuses,
  operationTransitions,
  statusesBefore,
  statusWhile,
} from '../../../domain/operation/transitions.ts';
import api from '../../../schemas/api.schema.json' with { type: 'json' };
import type { OperationStatus } from '../../../schemas/gen/api.types.ts';

const statuses = Object.keys(operationTransitions) as OperationStatus[];
const reachable = (from: OperationStatus): OperationStatus[] =>
  operationTransitions[from].flatMap((next) => [next, ...reachable(next)]);

describe('the legal transitions', () => {
  it('know every status of the contract', () => {
    expect([...statuses].sort()).toEqual([...api.$defs.OperationStatus.enum].sort());
    expect(Object.keys(statusWhile).sort()).toEqual([...api.$defs.OperationKind.enum].sort());
    for (const status of Object.values(statusWhile)) expect(api.$defs.EnvironmentStatus.enum).toContain(status);
  });

  it('never lead back, and from everywhere to an end', () => {
    for (const status of statuses) {
      expect(reachable(status)).not.toContain(status);
      expect([status, ...reachable(status)].some(isOver)).toBe(true);
    }
  });

  it('end what is over, and only that', () => {
    expect(statuses.filter(isOver).sort()).toEqual(['CANCELLED', 'FAILED', 'SUCCEEDED']);
    expect(statuses.filter((status) => !isOver(status)).sort()).toEqual([...openStatuses].sort());
  });

  it('let the fence reach everything open, and nothing go on as a success behind it', () => {
    expect(statusesBefore('FAILING')).toEqual(['QUEUED', 'RUNNING']);
    expect(reachable('FAILING')).not.toContain('SUCCEEDED');
    expect(reachable('FAILING')).not.toContain('RUNNING');
  });

  it('read backwards are the same transitions', () => {
    for (const from of statuses)
      for (const to of statuses) expect(statusesBefore(to).includes(from)).toBe(operationTransitions[from].includes(to));
  });

  it('begin with QUEUED', () => {
    expect(statuses.filter((status) => statusesBefore(status).length === 0)).toEqual(['QUEUED']);
  });
});

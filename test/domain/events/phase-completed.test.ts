import { describe, expect, it } from 'vitest';
import { phaseCompleted } from '../../../domain/events/phase-completed.ts';
import type { Attempt, Operation, Target } from '../../../domain/operation/operation.ts';
import { phaseOf } from '../../../domain/operation/step-key.ts';

const at = (minute: number) => `2026-11-01T00:0${minute}:00.000Z`;
const attempt = (subject: string, action: Attempt['action'], from: number, to?: number): [string, Attempt] => [
  `${subject}/${action}/1`,
  { subject, action, n: 1, at: at(from), deadline: at(9), ...(to ? { outcome: 'DONE' as const, endedAt: at(to) } : {}) },
];
const planned = (key: string, made?: string) => ({
  key,
  repository: key,
  architecture: 'X86_64' as const,
  sourceHash: key,
  uses: [],
  source: { kind: 'mirror' as const, reference: 'nginx:1' },
  ...(made ? { made } : {}),
});
const stack = { templateKey: 'k', templateHash: 'h', parameters: {}, late: [] };
const running = (images: readonly ReturnType<typeof planned>[], ...attempts: [string, Attempt][]): Operation => ({
  id: 'shop-lusab-babad',
  environment: 'shop',
  kind: 'UPDATE',
  status: 'RUNNING',
  revision: 2,
  trigger: 'request',
  actor: 'ada',
  openedAt: at(0),
  startedAt: at(0),
  requestHash: 'x',
  execution: 'shop-lusab-babad',
  recoveries: 0,
  plan: {
    stacks: { foundation: stack, services: stack },
    contract: [{ stack: 'foundation', remove: true }],
    images,
    services: [],
  },
  attempts: Object.fromEntries(attempts),
  waits: {},
  causes: {},
});
const told = (operation: Operation, target: Target) => {
  const { type, detail } = phaseCompleted(operation, { target, phase: phaseOf(target), since: at(1) }, at(8)) ?? {};
  return detail && 'phase' in detail ? [type, detail.id, detail.phase, detail.at, detail.seconds] : undefined;
};
const build = (image: string): Target => ({ kind: 'build', image, action: 'build' });

describe('a phase is completed', () => {
  it('by its stack, when that has what it was to have', () => {
    const operation = running([], attempt('foundation', 'update', 1, 3));

    expect(told(operation, { kind: 'stack', stack: 'foundation', action: 'apply' })).toEqual([
      'Operation Phase Completed',
      'shop-lusab-babad/phase/FOUNDATION',
      'FOUNDATION',
      at(3),
      120,
    ]);
  });

  it('by the last of its images, those that are taken over left aside', () => {
    const images = [planned('a'), planned('b'), planned('c', 'made before')];
    const first = running(images, attempt('a', 'build', 1, 2), attempt('b', 'build', 1));
    const both = running(images, attempt('a', 'build', 1, 4), attempt('b', 'build', 1, 3));

    expect(told(first, build('a'))).toBeUndefined();
    for (const last of ['a', 'b'])
      expect(told(both, build(last))?.slice(1)).toEqual(['shop-lusab-babad/phase/BUILD', 'BUILD', at(4), 180]);
  });

  it('by services that are stable', () => {
    const operation = running([], attempt('services', 'update', 1, 3));

    expect(told(operation, { kind: 'deployment', action: 'stabilize' })?.slice(2)).toEqual(['STABILITY', at(8), 300]);
  });

  it('by no contract, no undoing, and no stack the spec does not need', () => {
    const operation = running([], attempt('foundation', 'update', 1, 3));

    expect(told(operation, { kind: 'stack', stack: 'foundation', action: 'contract' })).toBeUndefined();
    expect(told(operation, { kind: 'stack', stack: 'foundation', action: 'undo' })).toBeUndefined();
    expect(told(operation, { kind: 'build', image: 'a', action: 'stop' })).toBeUndefined();
    expect(told(operation, { kind: 'stack', stack: 'registry', action: 'apply' })).toBeUndefined();
  });
});

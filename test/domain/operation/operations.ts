import { attemptKey, attemptToken } from '../../../domain/operation/attempt-key.ts';
import { newOperation } from '../../../domain/operation/new-operation.ts';
import type { Attempt, Operation } from '../../../domain/operation/operation.ts';
import type { StackView } from '../../../domain/operation/stack-view.ts';

export const t0 = Date.parse('2026-11-01T00:00:00.000Z');
/** So many seconds after the attempt was written. */
export const after = (seconds: number) => t0 + seconds * 1000;
export const iso = (seconds: number) => new Date(after(seconds)).toISOString();

export const attempt = (subject: string, action: Attempt['action'], more: Partial<Attempt> = {}): Attempt => ({
  subject,
  action,
  n: 1,
  at: iso(0),
  deadline: iso(3600),
  ...more,
});
/** Its call came back after one second. */
export const called = { acknowledgedAt: iso(1) };

export function operation(attempts: readonly Attempt[] = [], more: Partial<Operation> = {}): Operation {
  const lock = {
    operation: 'shop-lusab-babad',
    kind: 'UPDATE',
    revision: 2,
    trigger: 'request',
    actor: 'ada',
    openedAt: iso(0),
    requestHash: '',
  } as const;
  return {
    ...newOperation('shop', lock),
    status: 'RUNNING',
    attempts: Object.fromEntries(attempts.map((one) => [attemptKey(one), one])),
    ...more,
  };
}

/** The stack with the operation of that attempt as its newest; without one, of somebody else. */
export function stack(status: string, by?: Attempt, more: Partial<StackView> = {}): StackView {
  return {
    id: 'arn:stack',
    name: 'moorage-shop-foundation',
    status,
    token: by ? attemptToken('shop-lusab-babad', by) : 'token-of-an-older-operation',
    current: true,
    tags: { 'moorage:environment': 'shop' },
    outputs: {},
    ...more,
  };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookAtStack } from '../../../domain/operation/look-at-stack.ts';
import type { Attempt } from '../../../domain/operation/operation.ts';
import type { StackView } from '../../../domain/operation/stack-view.ts';
import { after, attempt, called, operation, stack } from './operations.ts';

const statuses = ['CREATE', 'UPDATE', 'DELETE', 'ROLLBACK', 'UPDATE_ROLLBACK'].flatMap((verb) =>
  ['IN_PROGRESS', 'COMPLETE', 'FAILED'].map((state) => `${verb}_${state}`),
);
const cleanups = ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'];
const look = (attempts: readonly Attempt[], view: StackView | undefined, seconds = 60) =>
  lookAtStack(operation(attempts), 'foundation', 'apply', view, after(seconds));
const stateOf = (...of: Parameters<typeof look>) => {
  const found = look(...of);
  return found.state === 'START' ? `START ${found.action}${found.again ? ' again' : ''}` : found.state;
};
const update = attempt('foundation', 'update', called);
const create = attempt('foundation', 'create', called);

describe('before any attempt of this operation', () => {
  it.each([
    [undefined, 'START create'],
    ['CREATE_COMPLETE', 'START update'],
    ['UPDATE_COMPLETE', 'START update'],
    ['UPDATE_ROLLBACK_COMPLETE', 'START update'],
    ['UPDATE_IN_PROGRESS', 'WAIT'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'WAIT'],
    ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'WAIT'],
    ['DELETE_IN_PROGRESS', 'WAIT'],
    ['CREATE_FAILED', 'FAILED'],
    ['ROLLBACK_COMPLETE', 'FAILED'],
    ['UPDATE_ROLLBACK_FAILED', 'FAILED'],
    ['DELETE_FAILED', 'FAILED'],
  ])('a stack that is %s: %s', (status, state) => {
    expect(stateOf([], status === undefined ? undefined : stack(status))).toBe(state);
  });

  it('a stack of that name that is not the environment’s is foreign in any status, and whatever we have tried', () => {
    for (const status of [...statuses, ...cleanups])
      for (const tags of [{}, { 'moorage:environment': 'other' }])
        for (const attempts of [[], [update]]) expect(stateOf(attempts, stack(status, update, { tags }))).toBe('FOREIGN');
  });
});

describe('while our update is under way', () => {
  it.each([
    ['UPDATE_COMPLETE', 'DONE'],
    ['UPDATE_IN_PROGRESS', 'RUNNING'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'RUNNING'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'RUNNING'],
    ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'RUNNING'],
    ['UPDATE_ROLLBACK_COMPLETE', 'FAILED'],
    ['UPDATE_ROLLBACK_FAILED', 'FAILED'],
    ['UPDATE_FAILED', 'FAILED'],
    ['DELETE_IN_PROGRESS', 'FAILED'],
  ])('our token on %s: %s', (status, state) => {
    expect(stateOf([update], stack(status, update))).toBe(state);
  });

  it.each([
    ['stale: UPDATE_COMPLETE of the last operation', 'UPDATE_COMPLETE', 2, 'RUNNING'],
    ['stale: CREATE_COMPLETE of the create', 'CREATE_COMPLETE', 2, 'RUNNING'],
    ['somebody else’s update', 'UPDATE_IN_PROGRESS', 60, 'WAIT'],
    ['somebody else’s clean-up', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 60, 'WAIT'],
    ['still another operation after two minutes', 'UPDATE_COMPLETE', 122, 'FAILED'],
    ['still somebody’s update after two minutes', 'UPDATE_IN_PROGRESS', 600, 'WAIT'],
  ])('another token, %s', (_what, status, seconds, state) => {
    expect(stateOf([update], stack(status), seconds)).toBe(state);
  });

  it('a token that is missing is not ours', () => {
    const { token, ...silent } = stack('UPDATE_COMPLETE', update);

    expect(stateOf([update], silent)).toBe('RUNNING');
  });

  it('repeats a call that may never have been made, with the same attempt', () => {
    const unanswered = attempt('foundation', 'update');

    expect(stateOf([unanswered], stack('UPDATE_COMPLETE'))).toBe('START update again');
    expect(stateOf([attempt('foundation', 'create')], undefined)).toBe('START create again');
    expect(stateOf([unanswered], stack('UPDATE_IN_PROGRESS', unanswered))).toBe('RUNNING');
    expect(stateOf([unanswered], stack('UPDATE_COMPLETE', unanswered))).toBe('DONE');
  });

  it('gives a created stack two minutes to show itself', () => {
    expect(stateOf([create], undefined, 2)).toBe('RUNNING');
    expect(stateOf([create], undefined, 122)).toBe('FAILED');
    expect(stateOf([create], stack('CREATE_COMPLETE', create))).toBe('DONE');
    expect(stateOf([create], stack('CREATE_FAILED', create))).toBe('FAILED');
  });

  it('keeps to the first outcome, whatever the stack says later', () => {
    for (const status of statuses) {
      expect(stateOf([attempt('foundation', 'update', { outcome: 'DONE' })], stack(status))).toBe('DONE');
      expect(look([attempt('foundation', 'update', { outcome: 'FAILED', reason: 'no' })], stack(status))).toEqual({
        state: 'FAILED',
        reason: 'no',
      });
    }
  });

  it('tells the two times apart it brings one stack forward', () => {
    const contract = attempt('foundation+contract', 'update', called);
    const both = operation([attempt('foundation', 'update', { outcome: 'DONE' }), contract]);
    const seen = (view: StackView) => lookAtStack(both, 'foundation', 'contract', view, after(60)).state;

    expect(seen(stack('UPDATE_COMPLETE', update))).toBe('RUNNING');
    expect(seen(stack('UPDATE_COMPLETE', contract))).toBe('DONE');
  });
});

describe('whatever it sees', () => {
  const anyAttempts = fc.constantFrom<readonly Attempt[]>([], [update], [create], [attempt('foundation', 'update')]);
  const anyView = fc
    .tuple(fc.constantFrom(...statuses, ...cleanups), fc.constantFrom(update, create, undefined))
    .map(([status, by]) => stack(status, by));

  it('is never done by a status alone: only our own token makes it so', () => {
    fc.assert(
      fc.property(anyAttempts, anyView, fc.integer({ min: 0, max: 7200 }), (attempts, view, seconds) => {
        const [ours] = attempts;
        if (stateOf(attempts, view, seconds) !== 'DONE') return;
        expect(view.token).toBe(ours && stack('', ours).token);
        expect(view.status).toBe(`${ours?.action.toUpperCase()}_COMPLETE`);
      }),
    );
  });

  it('begins nothing new once it has tried, and nothing at all while anything is in progress', () => {
    fc.assert(
      fc.property(anyAttempts, anyView, fc.integer({ min: 0, max: 7200 }), (attempts, view, seconds) => {
        const found = look(attempts, view, seconds);
        if (found.state !== 'START') return;
        expect(view.status).not.toMatch(/_IN_PROGRESS$/);
        expect(found.again === true).toBe(attempts.length > 0);
      }),
    );
  });
});

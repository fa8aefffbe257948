import { describe, expect, it } from 'vitest';
import { lookAtUndo } from '../../../domain/operation/look-at-undo.ts';
import type { Attempt, Operation } from '../../../domain/operation/operation.ts';
import type { StackView } from '../../../domain/operation/stack-view.ts';
import { after, attempt, called, iso, operation, stack } from './operations.ts';

const serving = { templateKey: 'templates/old.json', templateHash: 'old0old0', parameters: {} };
interface Given {
  /** Where the stack was before the operation; false: there was none. */
  readonly before?: typeof serving | false;
  readonly seconds?: number;
  readonly more?: Partial<Operation>;
}
const stateOf = (attempts: readonly Attempt[], view: StackView | undefined, given: Given = {}) => {
  const { before = serving, seconds = 300, more = {} } = given;
  const failing = operation(attempts, { status: 'FAILING', ...more });
  const found = lookAtUndo(failing, 'foundation', before || undefined, view, after(seconds));
  return found.state === 'START' ? `START ${found.action}${found.again ? ' again' : ''}` : found.state;
};
const create = attempt('foundation', 'create', called);
const update = attempt('foundation', 'update', called);
const wentForward = attempt('foundation', 'update', { ...called, outcome: 'DONE' });
const undo = (action: Attempt['action'], more: Partial<Attempt> = called) =>
  attempt('foundation+undo', action, { at: iso(100), ...more });

describe('undoing a create', () => {
  const nothing = { before: false, more: { kind: 'CREATE' } } as const;

  it.each([
    ['nothing was begun and nothing is there', [], undefined, 'DONE'],
    ['it is deleted', [create], stack('DELETE_COMPLETE', create), 'DONE'],
    ['it stands', [create], stack('CREATE_COMPLETE', create), 'START delete'],
    ['it failed', [create], stack('CREATE_FAILED', create), 'START delete'],
    ['it is still being made', [create], stack('CREATE_IN_PROGRESS', create), 'START delete'],
    ['it is being deleted', [create, undo('delete')], stack('DELETE_IN_PROGRESS', undo('delete')), 'RUNNING'],
    ['the delete is not shown yet', [create, undo('delete')], stack('CREATE_COMPLETE', create), 'RUNNING'],
    ['the delete failed', [create, undo('delete')], stack('DELETE_FAILED', undo('delete')), 'START delete'],
    [
      'the delete may never have been called',
      [create, undo('delete', {})],
      stack('CREATE_COMPLETE', create),
      'START delete again',
    ],
  ])('%s', (_what, attempts, view, state) => {
    expect(stateOf(attempts, view, nothing)).toBe(state);
  });

  it('gives up after three deletes', () => {
    const tries = [1, 2, 3].map((n) => undo('delete', { n, at: iso(100 + n), ...called }));

    expect(stateOf([create, ...tries], stack('DELETE_FAILED', tries[2]), nothing)).toBe('FAILED');
  });

  it('waits while a call may still arrive, also when there is nothing to see', () => {
    const unanswered = attempt('foundation', 'create');

    expect(stateOf([unanswered], undefined, { ...nothing, seconds: 20 })).toBe('WAIT');
    expect(stateOf([unanswered], undefined, { ...nothing, seconds: 45 })).toBe('DONE');
    expect(stateOf([create], undefined, { ...nothing, seconds: 10 })).toBe('WAIT');
    expect(stateOf([create], undefined, { ...nothing, seconds: 20 })).toBe('DONE');
  });

  it('leaves a stack alone that is not this environment’s', () => {
    for (const status of ['CREATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'DELETE_FAILED'])
      expect(stateOf([], stack(status, undefined, { tags: { 'moorage:environment': 'other' } }), nothing)).toBe('DONE');
  });
});

describe('undoing an update', () => {
  it.each([
    ['nothing was begun', [], stack('UPDATE_COMPLETE'), 'DONE'],
    ['it is under way: it is cancelled', [update], stack('UPDATE_IN_PROGRESS', update), 'START cancel-update'],
    ['it was cancelled', [update, undo('cancel-update')], stack('UPDATE_IN_PROGRESS', update), 'WAIT'],
    ['it cleans up, which nobody can cancel', [update], stack('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', update), 'RUNNING'],
    ['it rolls back', [update], stack('UPDATE_ROLLBACK_IN_PROGRESS', update), 'RUNNING'],
    ['it rolled back', [update], stack('UPDATE_ROLLBACK_COMPLETE', update), 'DONE'],
    ['it could not roll back', [update], stack('UPDATE_ROLLBACK_FAILED', update), 'START continue-rollback'],
    ['it went forward', [wentForward], stack('UPDATE_COMPLETE', update), 'START update'],
    ['the way back is not shown yet', [wentForward, undo('update')], stack('UPDATE_COMPLETE', update), 'RUNNING'],
    ['it goes back', [wentForward, undo('update')], stack('UPDATE_IN_PROGRESS', undo('update')), 'RUNNING'],
    ['it is back', [wentForward, undo('update')], stack('UPDATE_COMPLETE', undo('update')), 'DONE'],
  ])('%s', (_what, attempts, view, state) => {
    expect(stateOf(attempts, view)).toBe(state);
  });

  it('that changed nothing has nothing to undo', () => {
    const unchanged = attempt('foundation', 'update', { outcome: 'DONE', reason: 'unchanged' });

    expect(stateOf([unchanged], stack('UPDATE_COMPLETE'))).toBe('DONE');
  });

  it('says who can help when even the second rollback failed', () => {
    const attempts = [update, undo('continue-rollback')];
    const found = lookAtUndo(operation(attempts), 'foundation', serving, stack('UPDATE_ROLLBACK_FAILED', update), after(300));

    expect(found).toMatchObject({
      state: 'FAILED',
      reason: expect.stringContaining('aws cloudformation continue-update-rollback'),
    });
  });

  it('that finished after the fence has gone forward, and goes back', () => {
    expect(stateOf([update], stack('UPDATE_COMPLETE', update))).toBe('START update');
  });

  it('whose way back was rolled back is not undone', () => {
    expect(stateOf([wentForward, undo('update')], stack('UPDATE_ROLLBACK_COMPLETE', undo('update')))).toBe('FAILED');
  });
});

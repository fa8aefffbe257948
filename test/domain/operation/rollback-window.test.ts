import { expect, it } from 'vitest';
import type { Served } from '../../../domain/operation/environment.ts';
import { rollbackWindow } from '../../../domain/operation/rollback-window.ts';

/** Newest first; `z` is a revision that only paused or woke. */
function windowOf(...kinds: ('v' | 'z')[]) {
  const common = { kind: 'UPDATE', trigger: 'request', actor: 'ada', at: '2026-11-21T03:00:00.000Z' } as const;
  const history = kinds.map((kind, index): Served => {
    const revision = kinds.length - index;
    return { ...common, revision, operation: `shop-${revision}`, ...(kind === 'z' ? { onlyPauses: true } : {}) };
  });
  const serving = { revision: kinds.length, operation: `shop-${kinds.length}`, blueprintVersion: '1', stacks: {}, images: {} };
  const { earlier, before } = rollbackWindow({ serving, history });
  return [earlier.map(({ revision }) => revision), before?.revision];
}

it('is the five revisions before the one that serves', () => {
  expect(windowOf('v', 'v', 'v', 'v', 'v', 'v', 'v')).toEqual([[6, 5, 4, 3, 2], 6]);
  expect(windowOf('v', 'v')).toEqual([[1], 1]);
  expect(windowOf('v')).toEqual([[], undefined]);
  expect(rollbackWindow({})).toEqual({ earlier: [] });
});

it('counts what only paused or woke with what it paused, and never goes back to that by itself', () => {
  expect(windowOf('z', 'z', 'v', 'v')).toEqual([[3, 2, 1], 1]);
  expect(windowOf('z', 'v')).toEqual([[1], undefined]);
  expect(windowOf('v', 'z', 'v', 'z', 'v', 'z', 'v', 'z', 'v', 'z', 'v', 'z', 'v')).toEqual([
    [12, 11, 10, 9, 8, 7, 6, 5, 4, 3],
    12,
  ]);
});

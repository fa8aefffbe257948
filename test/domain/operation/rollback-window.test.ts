import { describe, expect, it } from 'vitest';
import type { Served } from '../../../domain/operation/environment.ts';
import { keptOperations } from '../../../domain/operation/kept-operations.ts';
import { rollbackWindow } from '../../../domain/operation/rollback-window.ts';

/** Newest first; `z` is a revision that only paused or woke. */
function historyOf(...kinds: ('v' | 'z')[]): readonly Served[] {
  const common = { kind: 'UPDATE', trigger: 'request', actor: 'ada', at: '2026-11-21T03:00:00.000Z' } as const;
  return kinds.map((kind, index) => {
    const revision = kinds.length - index;
    return { ...common, revision, operation: `shop-${revision}`, ...(kind === 'z' ? { onlyPauses: true } : {}) };
  });
}
const servingOf = (revision: number) => ({
  revision,
  operation: `shop-${revision}`,
  blueprintVersion: '1',
  stacks: {},
  images: {},
});
function windowOf(...kinds: ('v' | 'z')[]) {
  const { earlier, before } = rollbackWindow({ serving: servingOf(kinds.length), history: historyOf(...kinds) });
  return [earlier.map(({ revision }) => revision), before?.revision];
}

it('is the five revisions before the one that serves', () => {
  expect(windowOf('v', 'v', 'v', 'v', 'v', 'v', 'v')).toEqual([[6, 5, 4, 3, 2], 6]);
  expect(windowOf('v', 'v')).toEqual([[1], 1]);
  expect(windowOf('v')).toEqual([[], undefined]);
  expect(rollbackWindow({})).toEqual({ earlier: [] });
});

it('is the five before one its history has never heard of, as after a restore', () => {
  const history = historyOf('v', 'v', 'v', 'v', 'v', 'v');
  const { earlier, before } = rollbackWindow({ serving: { operation: 'shop-7' }, history });
  expect([earlier.map(({ revision }) => revision), before?.revision]).toEqual([[6, 5, 4, 3, 2], 6]);
});

describe('what is kept for when another revision serves', () => {
  const kept = (isPlace: boolean, ...kinds: ('v' | 'z')[]) =>
    keptOperations({ serving: servingOf(kinds.length), history: historyOf(...kinds) }, { isPlace });
  const shop = (...revisions: number[]) => revisions.map((revision) => `shop-${revision}`);

  it('is of what serves and of the four before it, which are the five before the next', () => {
    expect(kept(true, 'v', 'v', 'v', 'v', 'v', 'v', 'v')).toEqual(shop(7, 6, 5, 4, 3));
  });

  it('is of all that can be gone back to now where the next is no place to go back to', () => {
    expect(kept(false, 'v', 'v', 'v', 'v', 'v', 'v', 'v')).toEqual(shop(7, 6, 5, 4, 3, 2));
  });

  it('counts what only paused with what it paused', () => {
    expect(kept(true, 'z', 'z', 'v', 'z', 'v')).toEqual(shop(5, 3, 1));
  });

  it('is nothing while nothing serves', () => {
    expect(keptOperations({}, { isPlace: true })).toEqual([]);
  });
});

it('counts what only paused or woke with what it paused, and never goes back to that by itself', () => {
  expect(windowOf('z', 'z', 'v', 'v')).toEqual([[3, 2, 1], 1]);
  expect(windowOf('z', 'v')).toEqual([[1], undefined]);
  expect(windowOf('v', 'z', 'v', 'z', 'v', 'z', 'v', 'z', 'v', 'z', 'v', 'z', 'v')).toEqual([
    [12, 11, 10, 9, 8, 7, 6, 5, 4, 3],
    12,
  ]);
});

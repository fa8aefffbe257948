import { expect, it } from 'vitest';
import { changesNothing } from '../../../domain/operation/changes-nothing.ts';
import type { Attempt, Operation, Plan, PlannedImage } from '../../../domain/operation/operation.ts';
import { attempt, operation } from './operations.ts';

const image = (key: string): PlannedImage => ({
  key,
  repository: key,
  architecture: 'X86_64',
  sourceHash: key,
  uses: [],
  source: { kind: 'mirror', reference: 'nginx' },
});
const plan = (...keys: readonly string[]): Plan => ({ stacks: {}, contract: [], images: keys.map(image), services: [] });
const built = (key: string, more: Partial<Attempt> = {}) => attempt(key, 'build', { outcome: 'DONE', ...more });
const same = { unchanged: true } as const;
const stack = (reason: string, action: Attempt['action'] = 'update') => attempt('services', action, { outcome: 'DONE', reason });
const found = (attempts: readonly Attempt[], more: Partial<Operation> = {}) =>
  changesNothing(operation(attempts, { kind: 'REBUILD', plan: plan('web', 'site'), ...more }));
const nothing = [built('web', same), built('site', same), stack('unchanged')];

it('changes nothing when every image is what serves and no stack took an update', () => {
  expect(found(nothing)).toBe(true);
  expect(found([built('web', { outcome: 'FAILED' }), built('web', { n: 2, ...same }), built('site', same)])).toBe(true);
});

it.each<[string, readonly Attempt[], Partial<Operation>?]>([
  ['one image is new', [built('web', same), built('site'), stack('unchanged')]],
  ['one image is not made yet', [built('web', same), stack('unchanged')]],
  ['a stack took an update', [built('web', same), built('site', same), stack('UPDATE_COMPLETE')]],
  ['a stack was made', [built('web', same), built('site', same), stack('unchanged', 'create')]],
  ['a stack was contracted', nothing, { plan: { ...plan('web', 'site'), contract: [{ stack: 'registry', remove: true }] } }],
  ['there is no image', [stack('unchanged')], { plan: plan() }],
  ['it is no rebuild', nothing, { kind: 'UPDATE' }],
])('changes something when %s', (_what, attempts, more) => {
  expect(found(attempts, more)).toBe(false);
});

it('changes something when nobody planned it', () => {
  expect(changesNothing(operation(nothing, { kind: 'REBUILD' }))).toBe(false);
});

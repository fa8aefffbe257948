import { expect, it } from 'vitest';
import { type RegistryImage, supersededImages } from '../../../domain/image/superseded-images.ts';

const now = Date.UTC(2026, 10, 21);
const hour = 3_600_000;
const ours = (operation: string) => `0123456789ab-${operation}-1`;
const old = (digest: string, ...tags: string[]): RegistryImage => ({ digest, tags, pushedAt: now - 25 * hour });
const needed = { environment: 'shop', digests: new Set(['kept']), open: ['shop-lusab-babad'], now };
const superseded = (image: RegistryImage) => supersededImages([image], needed);

it('is what an operation of the environment tagged a day ago and nobody can need', () => {
  expect(superseded(old('gone', ours('shop-gutih-tugad')))).toEqual(['gone']);
  expect(superseded(old('gone', ours('shop-gutih-tugad'), '0123456789ab-shop-kabom-dupat-12'))).toEqual(['gone']);
});

it.each<[string, RegistryImage]>([
  ['is needed', old('kept', ours('shop-gutih-tugad'))],
  ['is younger than a day', { ...old('one', ours('shop-gutih-tugad')), pushedAt: now - 23 * hour }],
  ['belongs to an operation that is not over', old('one', ours('shop-gutih-tugad'), ours('shop-lusab-babad'))],
  ['bears somebody else’s tag', old('one', ours('shop-gutih-tugad'), 'stable')],
  ['bears another environment’s tag', old('one', ours('shop-two-gutih-tugad'))],
  ['bears no tag', old('one')],
])('is nothing that %s', (_what, image) => {
  expect(superseded(image)).toEqual([]);
});

import type { Package } from './locked-packages.ts';

/** Permissive by https://blueoakcouncil.org/list, those of it that may turn up here; anything else is a decision of people. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

/** What may not go along with us, a sentence each. */
export function judgeLicences(packages: readonly Package[], where: string): readonly string[] {
  return packages
    .filter(({ license }) => !isPermissive(license))
    .map(({ name, version, license }) => `${name} ${version} ${where} is under ${license ?? 'no licence it names'}`);
}

/**
 * SPDX, as far as one level of brackets goes: of an OR one may choose, of an AND all hold. A WITH or a deeper nesting is
 * nothing this list decides.
 */
export function isPermissive(license: string | undefined): boolean {
  const expression = (license ?? '').trim().replace(/^\(([^()]*)\)$/, '$1');
  return expression.split(' OR ').some((choice) => choice.split(' AND ').every((one) => permissive.has(one.trim())));
}

/** How many packages stand under which licence, the most common first. */
export function licenceTable(packages: readonly Package[]): string {
  const counts = new Map<string, number>();
  for (const { license = 'none' } of packages) counts.set(license, (counts.get(license) ?? 0) + 1);
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  return rows.map(([license, count]) => `${count} ${license}`).join(', ');
}

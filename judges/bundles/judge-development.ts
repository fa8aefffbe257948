import type { Package } from './locked-packages.ts';

/** Packages that `npm ci --omit=dev` would not have installed: a bundle made there would be another one, or none. */
export function judgeDevelopment(packages: readonly Package[], where: string): readonly string[] {
  return packages
    .filter(({ dev }) => dev !== false)
    .map(({ name, dev }) => `${name} ${where} is ${dev ? 'only for development' : 'not in package-lock.json'}`);
}

import type { Package } from './locked-packages.ts';

/** Packages that are there for development alone: their licences, sizes and vulnerabilities are not those of what is deployed. */
export function judgeDevelopment(packages: readonly Package[], where: string): readonly string[] {
  return packages
    .filter(({ dev }) => dev !== false)
    .map(({ name, dev }) => `${name} ${where} is ${dev ? 'only for development' : 'not in package-lock.json'}`);
}

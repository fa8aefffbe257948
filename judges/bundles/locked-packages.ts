import { readFileSync } from 'node:fs';

export interface Package {
  /** Its folder, as package-lock.json spells it. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly license: string | undefined;
  /** True: only development needs it. Undefined: the lock does not know it. */
  readonly dev: boolean | undefined;
}

const root = new URL('../../', import.meta.url);

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
  packages: Readonly<Record<string, Locked>>;
};

/**
 * What `npm ci --omit=dev` installs, nested and bundled packages too, as the lock describes it. `devOptional` is no `dev`:
 * something that is deployed may bring it along.
 */
export const productionPackages: readonly Package[] = Object.entries(packages)
  .filter(([folder, { dev }]) => folder !== '' && !dev)
  .map(([folder, { version = '', license }]) => ({ folder, name: nameOf(folder), version, license, dev: false }));

/** A package by the folder it was really bundled from: its licence from itself, what it is there for from the lock. */
export function bundledPackage(folder: string): Package {
  const { version, license } = JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), 'utf8')) as Locked;
  const locked = packages[folder];
  const dev = locked && locked.dev === true;
  return { folder, name: nameOf(folder), version: version ?? '', license, dev };
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

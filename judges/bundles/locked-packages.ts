import { readFileSync } from 'node:fs';

export interface Package {
  /** Its folder, as package-lock.json spells it. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly license: string | undefined;
  /** True: only development needs it. Undefined: the lock does not know it. What a peer dependency brings is no development. */
  readonly dev: boolean | undefined;
}

const root = new URL('../../', import.meta.url);

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
  packages: Readonly<Record<string, Locked>>;
};

/**
 * The peer dependencies and all they bring. The lock calls them `dev`, because beside a construct of ours stands the CDK of
 * whoever uses it; in our own bundles it is deployed.
 */
const ofPeers = reachedFrom(Object.keys(packages['']?.peerDependencies ?? {}));

/**
 * What is deployed, nested and bundled packages too, as the lock describes it: what `npm ci --omit=dev` installs, and the peer
 * dependencies. `devOptional` is no `dev`: something that is deployed may bring it along.
 */
export const productionPackages: readonly Package[] = Object.entries(packages)
  .filter(([folder, { dev }]) => folder !== '' && (!dev || ofPeers.has(folder)))
  .map(([folder, { version = '', license }]) => ({ folder, name: nameOf(folder), version, license, dev: false }));

/** A package by the folder it was really bundled from: its licence from itself, what it is there for from the lock. */
export function bundledPackage(folder: string): Package {
  const { version, license } = JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), 'utf8')) as Locked;
  const locked = packages[folder];
  const dev = locked && locked.dev === true && !ofPeers.has(folder);
  return { folder, name: nameOf(folder), version: version ?? '', license, dev };
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function reachedFrom(names: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const reach = (name: string, from: string) => {
    const folder = foundFrom(from, name);
    if (folder === undefined || reached.has(folder)) return;
    reached.add(folder);
    const { dependencies, optionalDependencies, peerDependencies } = packages[folder] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) reach(next, folder);
  };
  for (const name of names) reach(name, '');
  return reached;
}

/** As node looks for a package: beside whoever asks, then further up. */
function foundFrom(from: string, name: string): string | undefined {
  const folder = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (Object.hasOwn(packages, folder)) return folder;
  return from === '' ? undefined : foundFrom(from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)), name);
}

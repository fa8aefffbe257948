import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface FolderEntry {
  /** Relative, with slashes, whatever the machine writes. */
  readonly path: string;
  /** Of a symlink, what it says. */
  readonly content: Uint8Array;
  readonly kind: 'file' | 'program' | 'link';
}

/** Everything in a folder, in the order of its names; symlinks stay what they are, and sockets and the like are nothing. */
export const readFolder = async (folder: string): Promise<readonly FolderEntry[]> => {
  const below = async (inner: string): Promise<readonly FolderEntry[]> => {
    const entries = await readdir(join(folder, inner), { withFileTypes: true });
    const found: FolderEntry[] = [];
    for (const entry of entries) {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) found.push(...(await below(path)));
      else if (entry.isSymbolicLink())
        found.push({ path, kind: 'link', content: new TextEncoder().encode(await readlink(join(folder, path))) });
      else if (entry.isFile()) {
        const { mode } = await stat(join(folder, path));
        found.push({ path, kind: mode & 0o111 ? 'program' : 'file', content: await readFile(join(folder, path)) });
      }
    }
    return found;
  };
  return [...(await below(''))].sort((a, b) => (a.path < b.path ? -1 : 1));
};

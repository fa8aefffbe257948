import { type Zippable, zipSync } from 'fflate';
import type { FolderEntry } from './read-folder.ts';

const modes = { file: 0o100644, program: 0o100755, link: 0o120777 } as const;
const unix = 3;

/** The same folder is the same zip, whoever checked it out when: no times, no owners, and of the modes what git keeps too. */
export const zipFolder = (entries: readonly FolderEntry[]): Uint8Array =>
  zipSync(
    Object.fromEntries(
      entries.map(({ path, kind, content }) => [
        path,
        // Shifted into the upper half, where it would be negative were it not made unsigned.
        [content, { mtime: '1980-01-01T12:00:00', os: unix, attrs: (modes[kind] << 16) >>> 0 }],
      ]),
    ) as Zippable,
  );

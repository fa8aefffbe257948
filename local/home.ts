import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RegionState } from '../simulator/region.ts';

/** The data directory: the region in one JSON file, the table in LevelDB beside it. */
export function openHome(directory: string) {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'region.json');
  return {
    tablePath: join(directory, 'table'),
    read(): RegionState | undefined {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as RegionState;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new Error(`${file} cannot be read; remove ${directory} to begin anew`, { cause: error });
      }
    },
    /** In place of the old file in one step: a process that dies here leaves the old state or the new one. */
    write(state: RegionState): void {
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    },
  };
}

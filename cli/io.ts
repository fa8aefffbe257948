import type { FolderEntry } from './read-folder.ts';

/** Everything a command touches outside itself, so that a test can hold the clock, the terminal and Ctrl-C in its hands. */
export interface Io {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
  fetch(url: string, init: RequestInit): Promise<Response>;
  readFile(path: string): Promise<string>;
  readFolder(path: string): Promise<readonly FolderEntry[]>;
  /** Rejects as soon as `interrupted` is aborted. */
  sleep(milliseconds: number): Promise<void>;
  now(): number;
  newKey(): string;
}

export type Terminal = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

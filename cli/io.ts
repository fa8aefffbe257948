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
  /** Undefined: there is no such program. No shell is between, and with `terminal` ours is the program's until it ends. */
  run(program: string, args: readonly string[], output: 'captured' | 'terminal'): Promise<Ran | undefined>;
  /** What the person types; undefined where nobody sits. */
  ask(question: string): Promise<string | undefined>;
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Terminal = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

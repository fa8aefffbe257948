import { Writable } from 'node:stream';
import type { Ran } from '../../cli/io.ts';
import type { FolderEntry } from '../../cli/read-folder.ts';
import { run } from '../../cli/run.ts';

interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: Readonly<Record<string, readonly FolderEntry[]>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  /** Ctrl-C when the command goes to sleep for this time (1 = first). */
  readonly interruptAtSleep?: number;
  /** Programs that are installed, by name; each answers its arguments. */
  readonly programs?: Readonly<Record<string, (args: readonly string[]) => Partial<Ran>>>;
  /** What the person types when asked; without it nobody sits there. */
  readonly answer?: string;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** Runs a command line on a terminal whose clock moves only when the command sleeps. */
export const terminal = async (argv: readonly string[], given: Given = {}) => {
  const ctrlC = new AbortController();
  const out = screen(given.tty ?? false);
  const err = screen(given.tty ?? false);
  const slept: number[] = [];
  const ran: { program: string; args: readonly string[]; output: string }[] = [];
  let clock = Date.parse('2026-11-21T12:00:00Z');
  const exitCode = await run(argv, {
    stdout: out.stream,
    stderr: err.stream,
    env: given.env ?? {},
    interrupted: ctrlC.signal,
    fetch: given.fetch ?? ((url, init) => fetch(url, init)),
    readFile: async (path) => given.files?.[path] ?? Promise.reject(new Error(`ENOENT: ${path}`)),
    readFolder: async (path) => given.folders?.[path] ?? Promise.reject(new Error(`ENOENT: ${path}`)),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      clock += milliseconds;
      if (slept.length === given.interruptAtSleep) ctrlC.abort();
      ctrlC.signal.throwIfAborted();
    },
    now: () => clock,
    newKey: () => 'key-1',
    run: async (program, args, output) => {
      const installed = given.programs?.[program];
      if (!installed) return undefined;
      ran.push({ program, args, output });
      return { exitCode: 0, stdout: '', stderr: '', ...installed(args) };
    },
    ask: async (question) => {
      if (given.answer !== undefined) out.stream.write(`${question}${given.answer}\n`);
      return given.answer;
    },
  });
  return { exitCode, out: out.text(), err: err.text(), slept, ran };
};

const screen = (isTTY: boolean) => {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 160, rows: 50 }), text: () => chunks.join('') };
};

import type { ExecResult } from 'just-bash';

export interface CommandLine {
  readonly words: readonly string[];
  option(...names: readonly string[]): string | undefined;
  all(...names: readonly string[]): readonly string[];
  has(...names: readonly string[]): boolean;
}

/** Splits words from options; a name in `flags` takes no value, every other option does, as `--a b` or `--a=b`. After `--` everything is a word. */
export function readCommandLine(args: readonly string[], flags: ReadonlySet<string>): CommandLine {
  const words: string[] = [];
  const options: [string, string][] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') {
      words.push(...args.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      continue;
    }
    const [name = '', value] = word.split(/=(.*)/s);
    if (value !== undefined) options.push([name, value]);
    else if (flags.has(name)) options.push([name, 'true']);
    else {
      at += 1;
      options.push([name, args[at] ?? '']);
    }
  }
  const all = (...names: readonly string[]) => options.filter(([name]) => names.includes(name)).map(([, value]) => value);
  return {
    words,
    all,
    option: (...names) => all(...names).at(-1),
    has: (...names) => all(...names).some((value) => value !== 'false'),
  };
}

export const output = (stdout: string, stderr = ''): ExecResult => ({ stdout, stderr, exitCode: 0 });
export const failure = (text: string, exitCode = 1): ExecResult => ({ stdout: '', stderr: `${text}\n`, exitCode });

export interface Options {
  readonly words: readonly string[];
  readonly all: Readonly<Record<string, readonly string[]>>;
}

/** A use of docker or the AWS CLI this judge has not been told of. It may be right; somebody has to look. */
export class Unknown extends Error {
  override readonly name = 'Unknown';
}

/** Options as docker's own reader takes them: `--a b`, `--a=b`, `-a b`, anywhere, up to `--`. A flag takes no next word. */
export function readOptions(
  args: readonly string[],
  known: Readonly<Record<string, 'flag' | 'value'>>,
  shorts: Readonly<Record<string, string>> = {},
): Options {
  const words: string[] = [];
  const all: Record<string, string[]> = {};
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
    const [given = '', inline] = word.split(/=(.*)/s);
    const name = given.startsWith('--') ? given.slice(2) : (shorts[given.slice(1)] ?? given);
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!kind) throw new Unknown(`unknown option: ${word}`);
    if (kind === 'value' && inline === undefined) at += 1;
    const value = inline ?? (kind === 'flag' ? 'true' : args[at]);
    if (value === undefined) throw new Error(`flag needs an argument: --${name}`);
    all[name] = [...(all[name] ?? []), value];
  }
  return { words, all };
}

import { defineCommand } from 'just-bash';
import type { Context } from '../service.ts';
import { failure, output } from './command-line.ts';
import type { Spend } from './docker-command.ts';
import { followLinks } from './follow-links.ts';

/** Simulated time passes, real time does not. */
export const sleepCommand = (spend: Spend) =>
  defineCommand('sleep', async ([text = '0']) => {
    const [, count = '0', unit = 's'] = text.match(/^([\d.]+)([smh]?)$/) ?? [];
    const seconds = Number(count) * ({ s: 1, m: 60, h: 3600 }[unit] ?? 1);
    spend(seconds, seconds);
    return output('');
  });

/** The build's clock is the region's: a run read back later must say the same. */
export const dateCommand = (context: Context) =>
  defineCommand('date', async (args) => {
    const now = new Date(context.now());
    const format = args.find((word) => word.startsWith('+'))?.slice(1);
    const iso = now.toISOString();
    const parts: Readonly<Record<string, string>> = {
      s: String(Math.floor(now.getTime() / 1000)),
      Y: iso.slice(0, 4),
      m: iso.slice(5, 7),
      d: iso.slice(8, 10),
      H: iso.slice(11, 13),
      M: iso.slice(14, 16),
      S: iso.slice(17, 19),
      F: iso.slice(0, 10),
      T: iso.slice(11, 19),
    };
    return output(
      `${format === undefined ? now.toUTCString() : format.replace(/%(\w)/g, (_, letter: string) => parts[letter] ?? '')}\n`,
    );
  });

/** GNU realpath: every symlink followed; -e wants all of it to exist, -m none of it, and without either all but the last part. */
export const realpathCommand = defineCommand('realpath', async (args, { fs, cwd }) => {
  const words = args.filter((word) => !/^-[em]$/.test(word) && word !== '--');
  const mode = args.includes('-e') ? 'all' : args.includes('-m') ? 'none' : 'parent';
  const lines: string[] = [];
  for (const word of words) {
    const path = await followLinks(fs, cwd, word);
    const must = mode === 'all' ? path : path.replace(/\/[^/]*$/, '') || '/';
    if (mode !== 'none' && !(await fs.exists(must))) return failure(`realpath: ${word}: No such file or directory`);
    lines.push(path);
  }
  return output(lines.map((line) => `${line}\n`).join(''));
});

import { unzipSync } from 'fflate';
import { defineCommand } from 'just-bash';
import type { Context } from '../service.ts';
import { failure, output, readCommandLine } from './command-line.ts';
import type { Spend } from './docker-command.ts';

export const unzipCommand = defineCommand('unzip', async (args, { fs, cwd }) => {
  const { words, option } = readCommandLine(args, new Set(['-q', '-qq', '-o', '-n', '-oq', '-qo']));
  const [name = ''] = words;
  const path = fs.resolvePath(cwd, name);
  if (!(await fs.exists(path))) return failure(`unzip:  cannot find or open ${name}, ${name}.zip or ${name}.ZIP.`, 9);
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(await fs.readFileBuffer(path));
  } catch {
    return failure(
      `[${name}]\n  End-of-central-directory signature not found.  Either this file is not\n  a zipfile, or it constitutes one disk of a multi-part archive.`,
      9,
    );
  }
  const target = fs.resolvePath(cwd, option('-d') ?? '.');
  for (const [entry, bytes] of Object.entries(entries)) {
    const file = fs.resolvePath(target, entry);
    await fs.mkdir(entry.endsWith('/') ? file : file.slice(0, file.lastIndexOf('/')) || '/', { recursive: true });
    if (!entry.endsWith('/')) await fs.writeFile(file, bytes);
  }
  return output('');
});

/** There is no network; the knob `git.repositories` maps a URL to the files of its default branch. */
export const gitCommand = (context: Context) =>
  defineCommand('git', async (args, { fs, cwd }) => {
    const { words } = readCommandLine(args, new Set(['--', '-q', '--quiet', '--single-branch', '--no-tags', '--bare']));
    const [verb, url = '', directory = url.replace(/\.git$/, '').replace(/^.*\//, '')] = words;
    if (verb === '--version') return output('git version 2.47.1\n');
    if (verb !== 'clone') return failure(`git: '${verb}' is not a git command the simulator knows.`);
    const files = ((context.knob('git.repositories') ?? {}) as Record<string, Record<string, string>>)[url];
    const host = url.replace(/^\w+:\/\//, '').replace(/\/.*$/, '');
    if (!files) return failure(`fatal: unable to access '${url}/': Could not resolve host: ${host}`, 128);
    for (const [path, text] of Object.entries(files)) {
      const file = fs.resolvePath(cwd, `${directory}/${path}`);
      await fs.mkdir(file.slice(0, file.lastIndexOf('/')), { recursive: true });
      await fs.writeFile(file, text);
    }
    return output('', `Cloning into '${directory}'...\n`);
  });

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

import { Buffer } from 'node:buffer';
import { defineCommand, type IFileSystem } from 'just-bash';
import { failure, output, readCommandLine } from './command-line.ts';
import { type ZipEntry, zipEntries } from './zip-entries.ts';

/** Info-ZIP's: nothing is written outside the target, and what is in the way is asked about where nobody can answer. */
export const unzipCommand = defineCommand('unzip', async (args, { fs, cwd }) => {
  const line = readCommandLine(args, new Set(['-q', '-qq', '-o', '-n', '-oq', '-qo']));
  const [name = ''] = line.words;
  const path = fs.resolvePath(cwd, name);
  if (!(await fs.exists(path))) return failure(`unzip:  cannot find or open ${name}, ${name}.zip or ${name}.ZIP.`, 9);
  let entries: readonly ZipEntry[];
  try {
    entries = zipEntries(await fs.readFileBuffer(path));
  } catch {
    return failure(
      `[${name}]\n  End-of-central-directory signature not found.  Either this file is not\n  a zipfile, or it constitutes one disk of a multi-part archive.`,
      9,
    );
  }
  const said: string[] = [];
  let worst = 0;
  const warn = (code: number, text: string) => {
    worst = Math.max(worst, code);
    said.push(text);
  };
  const target = fs.resolvePath(cwd, line.option('-d') ?? '.');
  const links = new Map<string, string>();
  await fs.mkdir(target, { recursive: true });
  for (const entry of entries) {
    if (entry.name.startsWith('/')) warn(1, `warning:  stripped absolute path spec from ${entry.name}`);
    // A way up is no part of a name.
    const parts = entry.name.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
    const isFolder = entry.name.endsWith('/');
    const blocked = await makeFolders(fs, target, isFolder ? parts : parts.slice(0, -1));
    if (blocked) {
      warn(2, `checkdir error:  ${blocked} exists but is not directory\n                 unable to process ${entry.name}.`);
      continue;
    }
    if (isFolder) continue;
    const file = `${target}/${parts.join('/')}`;
    if ((await fs.exists(file)) && !line.has('-o', '-oq', '-qo')) {
      warn(
        1,
        `replace ${parts.join('/')}? [y]es, [n]o, [A]ll, [N]one, [r]ename:  NULL\n(EOF or read error, treating as "[N]one" ...)`,
      );
      continue;
    }
    // A link is a file until everything else is there, so that nothing is ever written through one.
    await fs.writeFile(file, entry.bytes);
    if (((entry.mode ?? 0) & 0o170000) === 0o120000) links.set(file, Buffer.from(entry.bytes).toString('utf8'));
  }
  for (const [file, to] of links) {
    await fs.rm(file);
    await fs.symlink(to, file);
  }
  return { ...output(''), stderr: said.map((text) => `${text}\n`).join(''), exitCode: worst };
});

/** The first part of the way that is there and is no folder. */
async function makeFolders(fs: IFileSystem, target: string, parts: readonly string[]): Promise<string | undefined> {
  let at = target;
  for (const part of parts) {
    at = `${at}/${part}`;
    if (!(await fs.exists(at))) await fs.mkdir(at);
    else if (!(await fs.stat(at)).isDirectory) return at;
  }
  return undefined;
}

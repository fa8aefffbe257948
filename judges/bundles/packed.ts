import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { zipSync } from 'fflate';
import { type FunctionName, functions } from '../../functions/catalog.ts';
import { bundle } from '../../infra/bundle.ts';

const run = promisify(execFile);

/** A function as Lambda has it: zipped by us, unzipped by somebody else. */
export interface Packed {
  readonly name: FunctionName;
  /** Where the zip was unpacked; /var/task. */
  readonly taskRoot: string;
  readonly text: string;
  readonly bundledBytes: number;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  /** Folders of the npm packages in it, as package-lock.json spells them. */
  readonly packageFolders: readonly string[];
  /** Of every file in it, so that two bundles can be told apart. */
  readonly hash: string;
  /** What infra/bundle.ts says is in it, by name. */
  readonly packages: readonly string[];
}

const home = mkdtempSync(join(tmpdir(), 'moorage-judge-bundles-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

const known = new Map<FunctionName, Promise<Packed>>();

/** Once for each function and run: the judgement and the seeded defects look at the same bundle. */
export function packed(name: FunctionName): Promise<Packed> {
  const made = known.get(name) ?? pack(name);
  known.set(name, made);
  return made;
}

/** An empty folder of this run. */
export const freshFolder = (name: string): string => mkdtempSync(join(home, `${name}-`));

export async function pack(name: FunctionName): Promise<Packed> {
  const folder = freshFolder(name);
  const { directory, bytes, packages } = await bundle(functions[name].entry, join(folder, 'bundle'));
  const archive = join(folder, 'function.zip');
  const zip = zipSync(Object.fromEntries(filesIn(directory).map((path) => [relative(directory, path), readFileSync(path)])));
  writeFileSync(archive, zip);
  const taskRoot = join(folder, 'task');
  mkdirSync(taskRoot);
  await unzip(archive, taskRoot);
  return {
    name,
    taskRoot,
    text: readFileSync(join(taskRoot, 'index.mjs'), 'utf8'),
    bundledBytes: bytes,
    zippedBytes: zip.length,
    unzippedBytes: filesIn(taskRoot).reduce((sum, path) => sum + statSync(path).size, 0),
    packageFolders: foldersOf(usedFiles(`${directory}.meta.json`)),
    packages,
    hash: hashOf(taskRoot),
  };
}

/** Never by what zipped it. */
async function unzip(archive: string, folder: string): Promise<void> {
  try {
    await run('unzip', ['-q', archive, '-d', folder]);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
    await run('python3', ['-m', 'zipfile', '-e', archive, folder]);
  }
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const path of filesIn(folder)) hash.update(relative(folder, path)).update(readFileSync(path));
  return hash.digest('hex');
}

export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function usedFiles(metafile: string): readonly string[] {
  const { outputs } = JSON.parse(readFileSync(metafile, 'utf8')) as Metafile;
  const used = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
}

/** The innermost package a file lies in: `node_modules/a/node_modules/@b/c/d.js` belongs to `node_modules/a/node_modules/@b/c`. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = paths.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

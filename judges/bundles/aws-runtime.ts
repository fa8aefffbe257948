import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { JudgeAbsent } from '../judge-absent.ts';

const run = promisify(execFile);

/** AWS's own loader of Node.js functions: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client */
export const runtimePackage = 'aws-lambda-ric@4.0.2';
const integrity = 'sha512-FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==';

const home = fileURLToPath(new URL(`../../.judge/${runtimePackage.replace('@', '-')}`, import.meta.url));
let made: Promise<string> | undefined;

/**
 * The program Lambda starts in a Node.js sandbox. Taken from its package without installing it, because its installation
 * compiles curl; the compiled part only speaks HTTP, and rapid-client.cjs does that instead.
 */
export function awsRuntime(): Promise<string> {
  made ??= fetchRuntime();
  return made;
}

async function fetchRuntime(): Promise<string> {
  const program = `${home}/package/index.mjs`;
  if (!existsSync(`${home}/complete`)) await download();
  // Every time: it is ours and may have changed. The runtime requires `./rapid-client.node`, and a folder will do.
  const client = `${home}/package/rapid-client.node`;
  mkdirSync(client, { recursive: true });
  writeFileSync(`${client}/package.json`, '{"main":"rapid-client.cjs"}');
  copyFileSync(new URL('rapid-client.cjs', import.meta.url), `${client}/rapid-client.cjs`);
  return program;
}

async function download(): Promise<void> {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const archive = `${home}/${runtimePackage.replace('@', '-')}.tgz`;
  try {
    await run('npm', ['pack', runtimePackage, '--pack-destination', home], { timeout: 120_000 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new JudgeAbsent(`${runtimePackage} cannot be had: ${why}`, { cause });
  }
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${runtimePackage} is not the one this judge was written with: ${found}`);
  await run('tar', ['-xzf', archive, '-C', home, 'package/index.mjs', 'package/LICENSE', 'package/package.json']);
  writeFileSync(`${home}/complete`, '');
}

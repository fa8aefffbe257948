import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { JudgeAbsent } from './judge-absent.ts';

const run = promisify(execFile);

const common = new URL('requirements.txt', import.meta.url);
const known = new Map<string, Promise<string>>();

/**
 * The python of a virtual environment with exactly what a requirements file lists, in an ignored folder. Made once for each
 * content of the file, so that a changed pin is a new environment, and once for all judges of a run. A judge whose packages
 * do not go together with the others' has a file of its own.
 */
export function judgesPython(requirements: URL = common): Promise<string> {
  const made = known.get(requirements.href) ?? makeEnvironment(requirements);
  known.set(requirements.href, made);
  return made;
}

async function makeEnvironment(requirements: URL): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const home = fileURLToPath(new URL(`../.judge/python-${hash}`, import.meta.url));
  const python = `${home}/bin/python`;
  if (existsSync(`${home}/complete`)) return python;
  rmSync(home, { recursive: true, force: true });
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    fileURLToPath(requirements),
  ];
  try {
    await run('python3', ['-m', 'venv', home], { timeout: 120_000 });
    await run(python, install, { timeout: 420_000, maxBuffer: 16 * 1024 * 1024 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new JudgeAbsent(`its python packages cannot be installed: ${why}`, { cause });
  }
  // Last, so that an installation that was interrupted is made again.
  writeFileSync(`${home}/complete`, '');
  return python;
}

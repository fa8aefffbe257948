import { execFileSync } from 'node:child_process';
import { JudgeAbsent } from '../judge-absent.ts';

/** Program and the Debian package it comes from. perl is on every Debian; it makes the registry's passwords. */
const packages = {
  buildah: 'buildah',
  'docker-registry': 'docker-registry',
  busybox: 'busybox-static',
  unzip: 'unzip',
  git: 'git',
  openssl: 'openssl',
} as const;

/** Installs what is missing: some 20 MB to fetch, 90 MB of disk, a few seconds. Answers the versions that judge. */
export function installTools(say: (line: string) => void): string {
  const missing = Object.entries(packages).flatMap(([program, name]) => (has(program) ? [] : [name]));
  if (missing.length > 0) {
    if (process.getuid?.() !== 0) throw new JudgeAbsent(`only root can install ${missing.join(', ')}`);
    say(`installs ${missing.join(', ')}`);
    try {
      apt(['update', '-qq'], 60_000);
      apt(['install', '-y', '-qq', '--no-install-recommends', ...missing], 180_000);
    } catch (error) {
      throw new JudgeAbsent(`${missing.join(', ')} cannot be installed: ${(error as Error).message.slice(-300)}`);
    }
  }
  const first = (program: string, ...args: string[]) =>
    execFileSync(program, args, { encoding: 'utf8', env: plain }).split('\n')[0] ?? '';
  return `${first('buildah', '--version')}, ${first('docker-registry', '--version')}, ${first('unzip', '-v')}, ${first('git', '--version')}, ${first('bash', '--version')}`;
}

const plain = { PATH: process.env.PATH, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

function has(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const apt = (args: readonly string[], timeout: number) =>
  execFileSync('apt-get', args, { env: plain, timeout, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { JudgeAbsent } from '../judge-absent.ts';

/** Building needs root and a few mounts, which not every machine allows: a judge that cannot build has nothing to say. */
export function probe(folder: string, program: string): void {
  mkdirSync(`${folder}/context`, { recursive: true });
  writeFileSync(`${folder}/context/Dockerfile`, 'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "true"]\n');
  execFileSync('cp', [program, `${folder}/context/busybox`]);
  const storage = ['--root', `${folder}/storage`, '--runroot', `${folder}/run`, '--storage-driver', 'vfs'];
  try {
    execFileSync('buildah', [...storage, 'bud', '--isolation', 'chroot', `${folder}/context`], {
      env: { PATH: process.env.PATH, HOME: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 60_000,
    });
  } catch (error) {
    throw new JudgeAbsent(`buildah cannot build on this machine: ${(error as Error).message.slice(-300)}`);
  }
}

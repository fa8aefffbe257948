import { readFileSync } from 'node:fs';
import { program } from './bench.ts';
import type { BuildCase, Files } from './build-case.ts';

const files = (dockerfile: string, more: Files = {}): Files => ({
  Dockerfile: dockerfile,
  busybox: readFileSync(program),
  ...more,
});
const scratch = 'FROM scratch\nCOPY busybox /bin/busybox\n';
// biome-ignore lint/suspicious/noTemplateCurlyInString: for a shell that should not see it
const hostile = 'it\'s "quoted" $(touch pwned) `touch pwned`\n; touch pwned\n$HOME * \\ ${IFS}';

/** Zips with folders and symlinks, versions, stages and arguments: what is in them is the caller's. */
export const sourceCases: readonly BuildCase[] = [
  {
    name: 'a Dockerfile in a zip that is a symlink out of it is refused, and not shown',
    small: true,
    context: { Dockerfile: { link: '../../home/.docker/config.json' }, busybox: 'x' },
    fails: 'PRE_BUILD',
    says: /leads out of the context/,
  },
  {
    name: 'a folder in a zip that is a symlink out of it is refused',
    context: files(scratch, { folder: { link: '/etc' } }),
    variables: () => ({ SOURCE_PATH: 'folder' }),
    fails: 'PRE_BUILD',
    says: /leads out of the source/,
  },
  {
    name: 'nothing is unpacked through a symlink',
    small: true,
    context: files(scratch, { out: { link: '/tmp' }, 'out/moorage-judge-evil': 'x' }),
    fails: 'PRE_BUILD',
  },
  {
    name: 'a way up in a name is no part of it',
    context: files(scratch, { '../evil': 'x', 'sub/../../evil-too': 'x' }),
    unpacked: ['Dockerfile', 'busybox', 'evil', 'sub'],
  },
  {
    name: 'a folder of a zip is the context',
    context: { 'apps/web/Dockerfile': scratch, 'apps/web/busybox': readFileSync(program), Dockerfile: 'FETCH x' },
    variables: () => ({ SOURCE_PATH: 'apps/web' }),
  },
  {
    name: 'a version of a zip is asked for by its id',
    before: async ({ root }) => {
      const { zipSync } = await import('fflate');
      const { writeFileSync } = await import('node:fs');
      const zip = zipSync({ Dockerfile: new TextEncoder().encode(scratch), busybox: readFileSync(program) });
      writeFileSync(`${root}/own/s3/contexts/${encodeURIComponent('-a.zip@3sL4kq')}`, zip);
    },
    variables: () => ({ CONTEXT_KEY: '-a.zip', CONTEXT_VERSION: '3sL4kq' }),
  },
  {
    name: 'a version that is not there fails before the build',
    variables: () => ({ CONTEXT_VERSION: '--output=$(touch pwned)' }),
    fails: 'PRE_BUILD',
    says: /NoSuchVersion/,
  },
  {
    name: 'arguments arrive as they were written, and are nothing but arguments; a build stops at its target',
    small: true,
    context: files(
      `${scratch.replace('scratch', 'scratch AS one')}ARG A\nARG B\nLABEL a="$A" b="$B"\nFROM one\nCOPY nothing /\n`,
    ),
    variables: () => ({ TARGET: 'one', BUILD_ARG_0: `A=${hostile}`, BUILD_ARG_1: 'B=--push', BUILD_ARG_10: 'C=' }),
    received: ['--build-arg', `A=${hostile}`, 'B=--push', 'C='],
  },
  ...['none', '--push', '$(touch pwned)'].map(
    (target): BuildCase => ({
      name: `the target ${target} is only a target`,
      context: files('FROM scratch AS one\nCOPY busybox /\n'),
      variables: () => ({ TARGET: target }),
      fails: 'BUILD',
    }),
  ),
];

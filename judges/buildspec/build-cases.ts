import { readFileSync } from 'node:fs';
import { program } from './bench.ts';
import type { BuildCase, Files } from './build-case.ts';
import { evilPath, hostileAccounts, hostileNames } from './hostile.ts';
import { registryClient } from './registry-client.ts';

const run = 'RUN ["/bin/busybox", "true"]';
const fromScratch = (...lines: string[]) => ['FROM scratch', 'COPY busybox /bin/busybox', ...lines, ''].join('\n');
/** The zips of our Planner carry no modes, so the program comes from a base image wherever it has to run. */
const fromBase = (...lines: string[]) => ['FROM tiny:1', ...lines, ''].join('\n');
const named = (dockerfile: string): Files => ({ [dockerfile]: fromScratch(), busybox: readFileSync(program) });
const files = (dockerfile: string, more: Files = {}): Files => ({
  Dockerfile: dockerfile,
  busybox: readFileSync(program),
  ...more,
});
const { quotes } = hostileAccounts;

/** SOURCE=build: what is in the zip and how its Dockerfile is called is the caller's. */
export const buildCases: readonly BuildCase[] = [
  {
    name: 'a static program from scratch is built and pushed',
    small: true,
    context: files(fromScratch('ENTRYPOINT ["/bin/busybox"]')),
  },
  { name: 'arm64 is built for arm64', context: files(fromScratch()), variables: () => ({ PLATFORM: 'linux/arm64' }) },
  {
    name: 'a private base image is pulled with a username and password full of quotes, spaces and substitutions',
    small: true,
    account: quotes,
    context: files(fromBase(run)),
  },
  {
    name: 'a private base image is not pulled without a login',
    context: files(fromBase()),
    fails: 'BUILD',
  },
  ...['Dock er$(touch pwned)', '-f', '--help', ';touch pwned', '`touch pwned`', 'sub/dir/Dockerfile', '*', 'a,"\''].map(
    (dockerfile, index): BuildCase => ({
      name: `a Dockerfile may be called ${dockerfile}`,
      ...(index === 0 ? { small: true } : {}),
      context: named(dockerfile),
      variables: () => ({ DOCKERFILE: dockerfile }),
    }),
  ),
  {
    name: 'names of files are only names',
    small: true,
    context: files(fromScratch('COPY . /all'), Object.fromEntries(hostileNames.map((name) => [name, 'x']))),
    unpacked: ['Dockerfile', 'busybox', ...hostileNames].sort(),
  },
  {
    name: 'names with a newline or letters beyond ASCII execute nothing',
    // unzip lets no control character into a name; what the C locale makes of the letters is no name either. No spec has them.
    context: files(fromScratch('COPY . /all'), { 'new\nline\ntouch pwned': 'x', 'größe-ключ': 'x' }),
    lost: 'größe-ключ',
  },
  {
    name: 'a RUN that fails is a failed build and nothing is pushed',
    small: true,
    account: quotes,
    context: files(fromBase('RUN ["/bin/busybox", "false"]')),
    fails: 'BUILD',
  },
  { name: 'an unknown instruction is a failed build', context: files(fromScratch('FETCH x')), fails: 'BUILD' },
  { name: 'a COPY of nothing is a failed build', context: files(fromScratch('COPY nothing /')), fails: 'BUILD' },
  { name: 'a missing Dockerfile is a failed build', context: { other: 'x' }, fails: 'BUILD', says: /Dockerfile/ },
  { name: 'a context that is missing fails before the build', fails: 'PRE_BUILD', says: /404/ },
  { name: 'a context that is no zip fails before the build', context: new TextEncoder().encode('no zip'), fails: 'PRE_BUILD' },
  {
    name: 'a file that is a folder too fails before the build',
    context: files(fromScratch(), { a: 'x', 'a/b': 'x' }),
    fails: 'PRE_BUILD',
  },
  {
    name: 'a zip does not write beside the context',
    small: true,
    context: files(fromScratch(), { '../evil': 'x', '../../evil': 'x', [evilPath]: 'x', 'sub/../../../evil': 'x' }),
    fails: 'PRE_BUILD',
  },
  {
    name: 'a Dockerfile outside the context is no Dockerfile, and is not shown',
    account: quotes,
    context: files(fromScratch()),
    variables: () => ({ DOCKERFILE: '../../home/.docker/config.json' }),
    fails: 'PRE_BUILD',
  },
  {
    name: '/etc/passwd is no Dockerfile',
    context: files(fromScratch()),
    variables: () => ({ DOCKERFILE: 'sub/../../../../../etc/passwd' }),
    fails: 'PRE_BUILD',
  },
  ...[':$(touch pwned)', ':a b', ':ok -q', ':ok\n--push', ':`touch pwned`', ';touch pwned', ':-dash'].map(
    (tail, index): BuildCase => ({
      name: `an image that ends in ${JSON.stringify(tail)} is refused by docker, not by a shell`,
      ...(index === 2 ? { small: true } : {}),
      context: files(fromScratch()),
      variables: ({ image }) => ({ IMAGE: image.replace(/:[^:]*$/, tail) }),
      fails: 'BUILD',
    }),
  ),
  {
    name: 'an image that is an option is refused',
    context: files(fromScratch()),
    variables: () => ({ IMAGE: '--push' }),
    fails: 'BUILD',
  },
  {
    name: 'a platform that is none is refused',
    context: files(fromScratch()),
    variables: () => ({ PLATFORM: 'linux/amd64\n--push $(touch pwned)' }),
    fails: 'BUILD',
  },
  {
    name: 'lines in variables nobody reads are nothing',
    context: files(fromScratch()),
    variables: () => ({ MOORAGE_WAIT: 'shop/web\n$(touch pwned)\ntouch pwned', REFERENCE: '; touch pwned' }),
  },
  {
    name: 'a key of S3 is only a key',
    context: files(fromScratch()),
    variables: () => ({ CONTEXT_KEY: '$(touch pwned) `touch pwned`;touch pwned.zip' }),
  },
  {
    name: 'an immutable tag that is there already is not pushed again',
    context: files(fromScratch()),
    before: async ({ bench, repository }) =>
      registryClient(bench.ecr).putImage(repository, 'case', ['amd64'], new Uint8Array(1024)),
    fails: 'POST_BUILD',
    says: /immutable|TAG_INVALID|tag invalid/i,
  },
  {
    name: 'a registry that is down is a failed login',
    context: files(fromScratch()),
    variables: () => ({ REGISTRY: '127.0.0.2:1', IMAGE: '127.0.0.2:1/a:b' }),
    fails: 'BUILD',
  },
  {
    name: 'a registry that goes down before the push is a failed push',
    context: files(fromScratch()),
    variables: () => ({ IMAGE: '127.0.0.2:1/a:b' }),
    fails: 'POST_BUILD',
  },
];

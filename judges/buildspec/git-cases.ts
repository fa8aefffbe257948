import type { BuildCase, Place } from './build-case.ts';

type Variables = Readonly<Record<string, string>>;

const from =
  (more: Variables = {}) =>
  (place: Place) => ({
    CONTEXT_KEY: '',
    GIT_URL: place.bench.git.url,
    GIT_SSL_CAINFO: place.bench.git.certificate,
    ...more,
  });
const at =
  (ref: 'first' | 'main' | 'side') =>
  ({ bench }: Place) => ({ MOORAGE_COMMIT: bench.git.commits[ref] });
const outside = (name: string, variables: Variables, says: RegExp, small?: true): BuildCase => ({
  name,
  ...(small ? { small } : {}),
  variables: from(variables),
  fails: 'PRE_BUILD',
  says,
});

/** GIT_URL: address, ref and paths are the caller's, and so is everything that is in the repository. */
export const gitCases: readonly BuildCase[] = [
  {
    name: 'the default branch of a repository is built, and its commit is told',
    variables: from(),
    exports: at('main'),
  },
  { name: 'a branch of a repository is built', variables: from({ GIT_REF: 'side' }), exports: at('side') },
  { name: 'an annotated tag of a repository is built', variables: from({ GIT_REF: 'v1' }), exports: at('first') },
  {
    name: 'a commit that is no tip is built by its full hash',
    variables: (place) => from({ GIT_REF: place.bench.git.commits.first })(place),
    exports: at('first'),
  },
  { name: 'a folder of a repository is built', variables: from({ SOURCE_PATH: 'sub' }), exports: at('main') },
  {
    name: 'a symlink inside a repository may be the path',
    variables: from({ SOURCE_PATH: 'inside/../sub' }),
    fails: 'PRE_BUILD',
  },
  {
    name: 'a symlink to a folder of the repository is that folder',
    variables: from({ SOURCE_PATH: 'inside' }),
    exports: at('main'),
  },
  outside('a ref that is not there fails before the build', { GIT_REF: 'nope' }, /couldn't find remote ref nope/),
  ...[
    '--upload-pack=touch pwned',
    '$(touch pwned)',
    '`touch pwned`',
    'main;touch pwned',
    '-',
    'main\n--upload-pack=touch pwned',
    '',
  ].map(
    (ref, index): BuildCase => ({
      name: `the ref ${JSON.stringify(ref)} is only a ref`,
      ...(index < 2 ? { small: true } : {}),
      variables: from({ GIT_REF: ref }),
      // Without one it is the default branch.
      ...(ref === '' ? {} : { fails: 'PRE_BUILD' }),
    }),
  ),
  ...[
    '--upload-pack=touch pwned',
    'ext::sh -c touch% pwned',
    'file:///',
    'http://127.0.0.1:1/x',
    'git@127.0.0.1:x',
    '/',
    '$(touch pwned)',
  ].map(
    (url, index): BuildCase => ({
      name: `the repository ${url} is none that is spoken to`,
      ...(index < 2 ? { small: true } : {}),
      variables: from({ GIT_URL: url }),
      fails: 'PRE_BUILD',
    }),
  ),
  {
    name: 'a repository on the machine itself is not read',
    small: true,
    variables: (place) => from({ GIT_URL: `file://${place.bench.folder}/git/app.git`, SOURCE_PATH: 'none' })(place),
    fails: 'PRE_BUILD',
    says: /transport 'file' not allowed/,
  },
  {
    name: 'an option in place of a repository does not make one of the ref',
    small: true,
    variables: (place) => from({ GIT_URL: '--quiet', GIT_REF: place.bench.git.url, SOURCE_PATH: 'none' })(place),
    fails: 'PRE_BUILD',
    says: /^fatal: /m,
  },
  {
    name: 'a repository behind a connection is read with what the role signs',
    small: true,
    variables: (place) => from({ GIT_URL: place.bench.git.privateUrl, CONNECTION_REGION: 'eu-west-1' })(place),
    exports: at('main'),
  },
  {
    name: 'a repository that wants a password is not waited for',
    variables: (place) => from({ GIT_URL: place.bench.git.privateUrl })(place),
    fails: 'PRE_BUILD',
    says: /terminal prompts disabled/,
  },
  outside(
    'a path that a symlink leads out of the repository is refused',
    { SOURCE_PATH: 'out/none' },
    /leads out of the source/,
    true,
  ),
  outside('a path with a way up is refused', { SOURCE_PATH: 'sub/../../home' }, /leads out of the source/, true),
  outside('an absolute path is refused', { SOURCE_PATH: '/etc' }, /leads out of the source/),
  outside('a path that is not there is told', { SOURCE_PATH: 'none' }, /the source has no folder none/),
  outside('a path that is a file is told', { SOURCE_PATH: 'name' }, /the source has no folder name/),
  outside(
    'a Dockerfile that is a symlink out of the repository is refused',
    { DOCKERFILE: 'Passwd' },
    /leads out of the context/,
    true,
  ),
  outside(
    'a Dockerfile beside the context is refused',
    { SOURCE_PATH: 'sub', DOCKERFILE: '../Dockerfile' },
    /leads out of the source/,
  ),
  outside('an absolute Dockerfile is refused', { DOCKERFILE: '/etc/passwd' }, /leads out of the source/),
];

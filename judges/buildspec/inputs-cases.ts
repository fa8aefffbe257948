import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { type Bench, program } from './bench.ts';
import type { BuildCase, Place } from './build-case.ts';
import { hostileAccounts } from './hostile.ts';

const { quotes } = hostileAccounts;
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** What the build has to say, worked out without it. */
const inputsOf = (lines: readonly string[]) => sha256([...lines].sort().join(''));
const image = (name: string, digest: string) => `image ${name} ${digest.slice('sha256:'.length)}\n`;
const zipOf = (Dockerfile: string) =>
  zipSync({ Dockerfile: new TextEncoder().encode(Dockerfile), busybox: readFileSync(program) }, { mtime: '1980-01-01T12:00:00' });
const mirror = (reference: string) => ({ SOURCE: 'mirror', CONTEXT_KEY: '', REFERENCE: reference });

type Lines = (bench: Bench) => readonly string[];

/** A Dockerfile in a zip; `madeOf` is what it is made of besides. Serves: what it is told of. */
function built(
  Dockerfile: string,
  madeOf: Lines | undefined,
  { serves = 'the same' }: { readonly serves?: 'the same' | Lines } = {},
): Pick<BuildCase, 'account' | 'context' | 'variables' | 'exports'> {
  const context = zipOf(Dockerfile);
  const source = `source ${sha256(context)}\n`;
  const inputs = ({ bench }: Place) => (madeOf ? inputsOf([...madeOf(bench), source]) : '');
  return {
    account: quotes,
    context,
    variables: (place) => ({ SERVING_INPUTS: serves === 'the same' ? inputs(place) : inputsOf(serves(place.bench)) }),
    exports: (place) => ({ MOORAGE_INPUTS: inputs(place) }),
  };
}

const tiny: Lines = ({ digests }) => [image('tiny:1', digests.tiny)];
const both: Lines = ({ digests }) => [image('tiny:1', digests.tiny), image('docker.io/library/multi:1', digests.multi)];
const stages =
  'FROM tiny:1 AS one\nFROM docker.io/library/multi:1\nCOPY --from=one /bin/busybox /one\nCOPY --from=0 /bin/busybox /two\n';
const scratch = 'FROM scratch\nCOPY busybox /bin/busybox\n';

/** What a build is made of, and that nothing is made of the same twice when that is asked for. */
export const inputsCases: readonly BuildCase[] = [
  {
    name: 'an image that has not changed is neither pulled nor pushed',
    small: true,
    account: quotes,
    variables: ({ bench }) => ({ ...mirror('tiny:1'), SERVING_INPUTS: inputsOf(tiny(bench)) }),
    exports: ({ bench }) => ({ MOORAGE_INPUTS: inputsOf(tiny(bench)) }),
    unchanged: true,
  },
  {
    name: 'an image by digest, of an index, has not changed',
    account: quotes,
    variables: ({ bench: { digests } }) => {
      const name = `multi@${digests.multi}`;
      return { ...mirror(name), SERVING_INPUTS: inputsOf([image(name, digests.multi)]) };
    },
    unchanged: true,
  },
  {
    name: 'an image of another registry of ECR that has not changed is not copied',
    variables: ({ bench: { otherEcr, digests } }) => {
      const name = `${otherEcr}/team/tiny:1`;
      const more = { SOURCE_REGISTRY: otherEcr, SOURCE_REGION: 'eu-north-1' };
      return { ...mirror(name), ...more, SERVING_INPUTS: inputsOf([image(name, digests.tiny)]) };
    },
    unchanged: true,
  },
  {
    name: 'an image that has changed is copied',
    small: true,
    account: quotes,
    variables: ({ bench: { digests } }) => ({ ...mirror('tiny:1'), SERVING_INPUTS: inputsOf([image('tiny:1', digests.arm)]) }),
    exports: ({ bench }) => ({ MOORAGE_INPUTS: inputsOf(tiny(bench)) }),
  },
  {
    name: 'what serves is asked for by nobody: an image is copied, and says what of',
    account: quotes,
    variables: () => mirror('tiny:1'),
    exports: ({ bench }) => ({ MOORAGE_INPUTS: inputsOf(tiny(bench)) }),
  },
  { name: 'a build of two stages that has not changed is not made', small: true, ...built(stages, both), unchanged: true },
  {
    name: 'a build whose base has changed is made',
    small: true,
    ...built(stages, both, { serves: ({ digests }) => [image('tiny:1', digests.arm)] }),
  },
  { name: 'a build whose source has changed is made', ...built(scratch, () => [], { serves: () => [] }) },
  {
    name: 'a build from a commit that has not changed is not made',
    variables: ({ bench: { git } }) => ({
      CONTEXT_KEY: '',
      GIT_URL: git.url,
      GIT_SSL_CAINFO: git.certificate,
      SERVING_INPUTS: inputsOf([`commit ${git.commits.main}\n`]),
    }),
    exports: ({ bench }) => ({ MOORAGE_COMMIT: bench.git.commits.main }),
    unchanged: true,
  },
  {
    name: 'a build from a commit that has changed is made',
    variables: ({ bench: { git } }) => ({
      CONTEXT_KEY: '',
      GIT_URL: git.url,
      GIT_SSL_CAINFO: git.certificate,
      SERVING_INPUTS: inputsOf([`commit ${git.commits.first}\n`]),
    }),
    exports: ({ bench }) => ({ MOORAGE_INPUTS: inputsOf([`commit ${bench.git.commits.main}\n`]) }),
  },
  {
    name: 'an image that a COPY reads is one it is made of',
    ...built('FROM scratch\nCOPY --from=tiny:1 --chown=0:0 /bin/busybox /bin/busybox\n', tiny),
    unchanged: true,
  },
  {
    name: 'an image that a mount reads is one it is made of',
    ...built(
      'FROM docker.io/library/multi:1\nRUN --mount=type=bind,target=/x,from=tiny:1 --mount=type=cache,id=$A,target=/y ["/bin/busybox", "true"]\n',
      both,
    ),
    unchanged: true,
  },
  {
    name: 'lines that go on, comments in them, other cases and line ends are read as the build reads them',
    ...built(
      '# FROM nothing:1\r\nfrom \\\r\n  # FROM nothing:2\r\n\r\n  --platform=linux/amd64 ti\\\r\nny:1 As One\r\nLABEL x="\\\r\nFROM nothing:3"\r\nFROM oNE\r\nENV y="<<z"',
      tiny,
    ),
    unchanged: true,
  },
  {
    name: 'a FROM with a variable is not known, and is made',
    small: true,
    ...built(`ARG BASE=tiny:1\nFROM $BASE\n`, undefined),
  },
  {
    name: 'a base image that cannot be asked for makes it unknown, and fails nothing',
    small: true,
    ...built(`FROM nothing:1 AS unused\n${scratch}`, undefined),
    says: /^what this image is made of cannot be known: the digest of nothing:1$/m,
  },
  ...[
    // An engine this old knows no here-documents, but neither is this one.
    ['what may be a here-document', 'FROM tiny:1\nRUN ["/bin/busybox", "true", "<<EOF"]\n'],
    ['ONBUILD', `${scratch}ONBUILD COPY --from=tiny:1 / /\n`],
    ['another character that goes on', `# escape=\`\n${scratch}`],
    ['two of the character that goes on', `${scratch}LABEL x=\\\\\nLABEL y=z\n`],
  ].map(
    ([what, Dockerfile = '']): BuildCase => ({
      name: `a Dockerfile with ${what} is not known, and is made`,
      ...built(Dockerfile, undefined),
    }),
  ),
  ...[
    '-x',
    '--help',
    '$(touch pwned)',
    '`touch pwned`',
    ';touch pwned',
    '*',
    '"tiny:1;touch pwned"',
    'tiny:1\\$(touch pwned)',
  ].map(
    (name, index): BuildCase => ({
      name: `the base image ${name} is not an option of anything`,
      ...(index < 3 ? { small: true } : {}),
      ...built(`FROM ${name}\n`, undefined),
      fails: 'BUILD',
    }),
  ),
  ...['-x', '$(touch pwned)', '`touch pwned`'].map(
    (name): BuildCase => ({
      name: `the image ${name} a COPY reads is not an option of anything`,
      ...built(`${scratch}COPY --from=${name} / /\n`, undefined),
      fails: 'BUILD',
    }),
  ),
  {
    name: 'whatever else a Dockerfile says is read by nobody but the build',
    small: true,
    ...built(
      `FROM tiny:1\nLABEL a="$(touch pwned)" b='\`touch pwned\`' c=";touch pwned" d="\${x:-$(touch pwned)}"\nENV E=* F=~ G=\\$(touch pwned)\nCMD touch pwned # \`touch pwned\`\n`,
      tiny,
    ),
    unchanged: true,
  },
];

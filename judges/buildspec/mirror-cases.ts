import type { BuildCase } from './build-case.ts';
import { hostileAccounts } from './hostile.ts';
import { writeAuths } from './shims/docker-config.ts';

const { quotes } = hostileAccounts;
const mirror = (reference: string) => () => ({ SOURCE: 'mirror', CONTEXT_KEY: '', REFERENCE: reference });

/** SOURCE=mirror: the reference and the account are the caller's. */
export const mirrorCases: readonly BuildCase[] = [
  ...Object.entries(hostileAccounts).map(
    ([kind, account]): BuildCase => ({
      name: `a private image is copied, logged in with ${kind}`,
      ...(kind === 'lines' ? { small: true } : {}),
      account,
      variables: mirror('tiny:1'),
    }),
  ),
  {
    name: 'one platform of an index is copied, as one manifest',
    small: true,
    account: quotes,
    variables: mirror('docker.io/library/multi:1'),
  },
  {
    name: 'the other platform of an index is copied',
    account: quotes,
    variables: () => ({ ...mirror('multi:1')(), PLATFORM: 'linux/arm64' }),
  },
  {
    name: 'an image is copied by digest',
    account: quotes,
    variables: ({ bench }) => mirror(`tiny@${bench.digests.tiny}`)(),
  },
  {
    name: 'an image of the other architecture is refused and not pushed',
    small: true,
    account: quotes,
    variables: mirror('arm:1'),
    fails: 'BUILD',
    says: /the image is for linux\/arm64, the service runs on linux\/amd64/,
  },
  {
    name: "the digest is our registry's also when another one's name is sorted first",
    small: true,
    // Another registry with a port, and an account of its own that was left by a docker login.
    account: quotes,
    logins: ({ bench }) => [bench.hub.host],
    before: async ({ bench, home }) => {
      const { username, password } = bench.hub.owner;
      writeAuths(home, { [bench.hub.host]: { auth: Buffer.from(`${username}:${password}`).toString('base64') } });
    },
    variables: ({ bench }) => mirror(`${bench.hub.host}/library/multi:1`)(),
  },
  {
    name: 'an image of another registry of ECR is copied with a login there too',
    variables: ({ bench: { otherEcr } }) => ({
      ...mirror(`${otherEcr}/team/tiny:1`)(),
      SOURCE_REGISTRY: otherEcr,
      SOURCE_REGION: 'eu-north-1',
    }),
  },
  {
    name: 'an image of another registry of ECR is not copied without',
    variables: ({ bench: { otherEcr } }) => mirror(`${otherEcr}/team/tiny:1`)(),
    fails: 'BUILD',
  },
  { name: 'a private image is not copied without a login', variables: mirror('tiny:1'), fails: 'BUILD' },
  { name: 'an image that is not there is not copied', account: quotes, variables: mirror('nothing:1'), fails: 'BUILD' },
  {
    name: 'a wrong password ends it before anything is pulled',
    small: true,
    account: { username: quotes.username, password: `${quotes.password} ` },
    variables: mirror('tiny:1'),
    fails: 'BUILD',
    says: /401/,
  },
  {
    name: 'an empty password ends it before anything is pulled',
    account: { ...quotes, password: '' },
    variables: mirror('tiny:1'),
    fails: 'BUILD',
  },
  ...['tiny:1 -q', '$(touch pwned)', '`touch pwned`', ';touch pwned', 'tiny:1\ntouch pwned', '', '*'].map(
    (reference): BuildCase => ({
      name: `the reference ${JSON.stringify(reference)} is refused by docker, not by a shell`,
      account: quotes,
      variables: mirror(reference),
      fails: 'BUILD',
    }),
  ),
  ...['--all-tags', '-q', '--help'].map(
    (reference, index): BuildCase => ({
      name: `the reference ${reference} is not an option`,
      ...(index === 0 ? { small: true } : {}),
      account: quotes,
      variables: mirror(reference),
      fails: 'PRE_BUILD',
    }),
  ),
];

import { type ContainerImage, indexOf, type Manifest, manifestOf, type Platform } from './ecr/container-image.ts';
import type { ImageReference } from './ecr/image-reference.ts';
import type { Context } from './service.ts';

/** The one account the simulated hub knows; its password is made of everything a shell may trip over. */
export const hubAccount = { username: 'moorage-ci', password: 'correct horse "battery" $(staple)' };

export type HubAnswer =
  | { readonly kind: 'found'; readonly image: ContainerImage; readonly manifest: Manifest; readonly index: Manifest }
  | { readonly kind: 'no-such-repository' | 'no-such-tag' | 'rate-limited' }
  | { readonly kind: 'no-such-platform'; readonly offered: readonly Platform[] };

interface CatalogueEntry {
  readonly tags: readonly string[];
  readonly platforms?: readonly Platform[];
  readonly private?: boolean;
  readonly content: Partial<ContainerImage>;
}

const shell = ['sh', 'sleep', 'echo', 'true', 'false', 'cat', 'tail', 'env'];
const nginx: Partial<ContainerImage> = {
  exposedPorts: ['80/tcp'],
  entrypoint: ['/docker-entrypoint.sh'],
  cmd: ['nginx', '-g', 'daemon off;'],
  programs: [...shell, 'bash', 'curl', 'nginx', '/docker-entrypoint.sh'],
  files: {
    '/docker-entrypoint.sh': 'exec "$@"\n',
    '/etc/nginx/conf.d/default.conf': 'server {\n    listen 80;\n}\n',
    '/usr/share/nginx/html/index.html': '<h1>Welcome to nginx!</h1>\n',
  },
};

const catalogue: Readonly<Record<string, CatalogueEntry>> = {
  'library/nginx': { tags: ['1.27', '1.28', 'latest'], content: nginx },
  'library/httpd': {
    tags: ['2.4', 'latest'],
    content: { exposedPorts: ['80/tcp'], cmd: ['httpd-foreground'], programs: [...shell, 'bash', 'httpd-foreground'] },
  },
  'library/amazonlinux': {
    tags: ['2023', 'latest'],
    content: { cmd: ['/bin/bash'], programs: [...shell, 'bash', 'curl', 'dnf'] },
  },
  'library/busybox': { tags: ['1.36', '1.37', 'latest'], content: { cmd: ['sh'], programs: [...shell, 'wget', 'httpd'] } },
  'acme/amd64-only': { tags: ['1', 'latest'], platforms: ['linux/amd64'], content: nginx },
  'acme/crashes': {
    tags: ['1', 'latest'],
    content: { cmd: ['sh', '-c', 'echo "panic: configuration file /app/config.yaml not found"; exit 1'], programs: shell },
  },
  // Listens 45 s after its start, later than a health check with short patience.
  'acme/slow': { tags: ['1', 'latest'], content: { ...nginx, env: { STARTUP_SECONDS: '45' } } },
  'acme/private': { tags: ['1', 'latest'], private: true, content: nginx },
};

export function logsInToHub(username: string, password: string): boolean {
  return username === hubAccount.username && password === hubAccount.password;
}

/** Anonymous pulls count against the address they come from, and a NAT gateway or CodeBuild shares it with many. */
export function pullFromHub(
  reference: ImageReference,
  platform: Platform,
  loggedIn: boolean,
  context: Pick<Context, 'knob'>,
): HubAnswer {
  const entry = catalogue[reference.repository];
  if (!entry || (entry.private && !loggedIn)) return { kind: 'no-such-repository' };
  if (!loggedIn && context.knob('dockerHub.rateLimited') === true) return { kind: 'rate-limited' };
  for (const tag of reference.digest ? entry.tags : [reference.tag]) {
    if (!entry.tags.includes(tag)) return { kind: 'no-such-tag' };
    const images = imagesOf(reference.repository, tag, entry, context);
    const index = indexOf(images.map(({ platform, manifest }) => ({ platform, manifest })));
    const named = images.find(({ manifest }) => manifest.digest === reference.digest);
    if (reference.digest && reference.digest !== index.digest && !named) continue;
    const found = named ?? images.find((image) => image.platform === platform);
    if (!found) return { kind: 'no-such-platform', offered: images.map((image) => image.platform) };
    return { kind: 'found', image: found.image, manifest: found.manifest, index };
  }
  return { kind: 'no-such-tag' };
}

export const rateLimitText =
  'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit';

/** The knob `dockerHub.revisions`, e.g. `{ "library/nginx:1.27": 2 }`, is upstream pushing a tag anew: other digests. */
function imagesOf(repository: string, tag: string, entry: CatalogueEntry, context: Pick<Context, 'knob'>) {
  const revisions = (context.knob('dockerHub.revisions') ?? {}) as Readonly<Record<string, number>>;
  const revision = revisions[`${repository}:${tag}`] ?? 1;
  return (entry.platforms ?? (['linux/amd64', 'linux/arm64'] as const)).map((platform) => {
    const labels = { 'org.opencontainers.image.version': tag, 'org.opencontainers.image.revision': `${revision}` };
    const image: ContainerImage = { ...blank, labels: { ...labels, name: repository }, ...entry.content, platform };
    return { platform, image, manifest: manifestOf(image) };
  });
}

const blank: Omit<ContainerImage, 'platform' | 'labels'> = {
  exposedPorts: [],
  entrypoint: [],
  cmd: [],
  user: '',
  workdir: '',
  env: {},
  programs: [],
  files: {},
};

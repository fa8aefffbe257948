import { logsInToHub, pullFromHub, rateLimitText } from '../docker-hub.ts';
import { type ContainerImage, indexOf, manifestOf, type Platform } from '../ecr/container-image.ts';
import type { EcrState } from '../ecr/ecr-state.ts';
import { ecrRegistryOf, type ImageReference, parseImageReference } from '../ecr/image-reference.ts';
import { opensRegistry } from '../ecr/registry-password.ts';
import { isImmutable } from '../ecr/tag-mutability.ts';
import type { Context } from '../service.ts';
import type { Push } from './codebuild-state.ts';
import type { RoleOf } from './role-of.ts';

export interface LocalImage {
  readonly image: ContainerImage;
  readonly repoDigests: readonly string[];
}

/** An upstream image with everything under its tag: what `imagetools` shows and copies. */
export interface RemoteImage {
  readonly digest: string;
  readonly manifest: string;
  readonly image: ContainerImage;
  readonly children: readonly { readonly manifest: string; readonly image: ContainerImage }[];
}

/** The docker engine of one build. It lives as long as the run; what it pushes is handed on, not stored. */
export class DockerDaemon {
  readonly images = new Map<string, LocalImage>();
  readonly pushes: Push[] = [];
  private readonly logins = new Set<string>();
  private readonly context: Context;
  private readonly host: Platform;
  private readonly role: RoleOf;

  constructor(context: Context, host: Platform, role: RoleOf) {
    this.context = context;
    this.host = host;
    this.role = role;
  }

  platformOf(text: string | undefined): Platform {
    if (!text) return this.host;
    return text.startsWith('linux/arm64') ? 'linux/arm64' : 'linux/amd64';
  }

  login(registry: string, username: string, password: string): void {
    const ecr = ecrRegistryOf(registry);
    if (ecr && !opensRegistry(username, password, ecr, this.context.now()))
      throw new Error(`Error response from daemon: login attempt to https://${registry}/v2/ failed with status: 400 Bad Request`);
    if (registry === 'docker.io' && !logsInToHub(username, password))
      throw new Error(
        'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
      );
    if (!ecr && registry !== 'docker.io')
      throw new Error(`Error response from daemon: Get "https://${registry}/v2/": dial tcp: lookup ${registry}: no such host`);
    this.logins.add(registry);
  }

  logout(registry: string): void {
    this.logins.delete(registry);
  }

  /** docker.io names are kept short, as docker lists them. */
  static key({ registry, repository, tag, digest }: ImageReference): string {
    const name = registry === 'docker.io' ? repository.replace(/^library\//, '') : `${registry}/${repository}`;
    return digest ? `${name}@${digest}` : `${name}:${tag}`;
  }

  pull(text: string, platform: Platform): LocalImage {
    const reference = parseImageReference(text);
    const remote = this.remote(reference, platform);
    const name = DockerDaemon.key({ ...reference, tag: '' }).replace(/[:@][^/]*$/, '');
    const local = { image: remote.image, repoDigests: [`${name}@${remote.digest}`] };
    this.images.set(DockerDaemon.key(reference), local);
    return local;
  }

  remote(reference: ImageReference, platform: Platform): RemoteImage {
    if (ecrRegistryOf(reference.registry)) return this.fromEcr(reference, platform);
    const isGallery = reference.registry === 'public.ecr.aws';
    const known = isGallery ? { ...reference, repository: reference.repository.replace(/^docker\//, '') } : reference;
    const answers = (['linux/amd64', 'linux/arm64'] as const).map((one) =>
      pullFromHub(known, one, isGallery || this.logins.has('docker.io'), this.context),
    );
    const wanted = answers[platform === 'linux/amd64' ? 0 : 1];
    const name = reference.repository.replace(/^library\//, '');
    switch (wanted?.kind) {
      case 'found': {
        const children = answers.flatMap((one) =>
          one.kind === 'found' ? [{ manifest: one.manifest.text, image: one.image }] : [],
        );
        // Asked for by its own digest it is one image, without the index it is in.
        if (reference.digest === wanted.manifest.digest)
          return { digest: reference.digest, manifest: wanted.manifest.text, image: wanted.image, children: [] };
        return { digest: wanted.index.digest, manifest: wanted.index.text, image: wanted.image, children };
      }
      case 'rate-limited':
        throw new Error(`Error response from daemon: ${rateLimitText}`);
      case 'no-such-tag':
        throw new Error(
          `Error response from daemon: manifest for ${DockerDaemon.key(reference)} not found: manifest unknown: manifest unknown`,
        );
      case 'no-such-platform':
        throw new Error(
          `no matching manifest for ${platform === 'linux/arm64' ? 'linux/arm64/v8' : platform} in the manifest list entries`,
        );
      default:
        throw new Error(
          `Error response from daemon: pull access denied for ${name}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
        );
    }
  }

  private fromEcr(reference: ImageReference, platform: Platform): RemoteImage {
    const full = DockerDaemon.key(reference);
    this.refuseStranger(
      reference,
      `Error response from daemon: Head "https://${reference.registry}/v2/${reference.repository}": `,
    );
    const ecr = ecrRegistryOf(reference.registry);
    const isOurs = ecr?.account === this.context.account && ecr.region === this.context.region;
    const repository = isOurs ? this.context.state<EcrState>('ECR').repositories[reference.repository] : undefined;
    const resource = `arn:${this.context.partition}:ecr:${ecr?.region}:${ecr?.account}:repository/${reference.repository}`;
    const forbidden = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].find(
      (action) => !this.role.may(action, resource, repository?.tags),
    );
    // Whose registry it is decides what a stranger is told; ours has no neighbours.
    if (forbidden || !isOurs)
      throw new Error(
        `Error response from daemon: pull access denied for ${reference.registry}/${reference.repository}, repository does not exist or may require 'docker login': denied: not authorized to perform: ${forbidden ?? 'ecr:BatchGetImage'} on resource: ${resource}`,
      );
    const stored = Object.values(repository?.images ?? {}).find(({ digest, tags }) =>
      reference.digest ? digest === reference.digest : tags.includes(reference.tag),
    );
    if (!repository || !stored)
      throw new Error(`Error response from daemon: manifest for ${full} not found: manifest unknown: Requested image not found`);
    const listed = (JSON.parse(stored.manifest).manifests ?? []) as { digest: string }[];
    const children = listed.flatMap(({ digest }) => {
      const child = repository.images[digest];
      return child?.content ? [{ manifest: child.manifest, image: child.content }] : [];
    });
    // Without a choice docker takes what there is, and only warns.
    const image = stored.content ?? children.find((child) => child.image.platform === platform)?.image;
    if (!image) throw new Error(`no matching manifest for ${platform} in the manifest list entries`);
    return { digest: stored.digest, manifest: stored.manifest, image, children };
  }

  private refuseStranger({ registry }: ImageReference, prefix = ''): void {
    if (!this.logins.has(registry)) throw new Error(`${prefix}no basic auth credentials`);
  }

  /** The repository as docker names it in what it says, checked as the registry checks a push. */
  private refusePush(reference: ImageReference): void {
    const { registry, repository: name, tag } = reference;
    const ecr = ecrRegistryOf(registry);
    if (!ecr) throw new Error('denied: requested access to the resource is denied');
    this.refuseStranger(reference);
    const repository = this.context.state<EcrState>('ECR').repositories[name];
    if (!repository || ecr.region !== this.context.region || ecr.account !== this.context.account)
      throw new Error(`name unknown: The repository with name '${name}' does not exist in the registry with id '${ecr.account}'`);
    const taken =
      Object.values(repository.images).some(({ tags }) => tags.includes(tag)) ||
      this.pushes.some((push) => push.repositoryName === name && push.tag === tag);
    if (taken && isImmutable(repository, tag))
      throw new Error(
        `tag invalid: The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
      );
  }

  push(text: string): { digest: string; size: number } {
    const reference = parseImageReference(text);
    const key = DockerDaemon.key(reference);
    const local = this.images.get(key);
    if (!local) throw new Error(`An image does not exist locally with the tag: ${key.replace(/:[^:/]*$/, '')}`);
    this.refusePush(reference);
    const { digest, text: manifest } = manifestOf(local.image);
    this.pushes.push({ repositoryName: reference.repository, tag: reference.tag, manifest, content: local.image });
    const name = key.replace(/:[^:/]*$/, '');
    this.images.set(key, { ...local, repoDigests: [...new Set([`${name}@${digest}`, ...local.repoDigests])] });
    return { digest, size: manifest.length };
  }

  /** BuildKit pushes an index with a provenance attestation unless it is told `--provenance=false`. */
  pushWithAttestation(text: string, image: ContainerImage): string {
    const reference = parseImageReference(text);
    this.refusePush(reference);
    const manifest = manifestOf(image);
    const attestation = manifestOf({ ...image, files: {}, labels: { 'in-toto': manifest.digest } });
    const index = indexOf([
      { platform: image.platform, manifest },
      { platform: 'unknown/unknown', manifest: attestation },
    ]);
    const repositoryName = reference.repository;
    this.pushes.push(
      { repositoryName, tag: null, manifest: manifest.text, content: image },
      { repositoryName, tag: reference.tag, manifest: index.text, content: null },
    );
    return index.digest;
  }

  /** Registry to registry, everything under the tag: what `imagetools create` does. */
  copy(target: string, remote: RemoteImage): void {
    const reference = parseImageReference(target);
    this.refusePush(reference);
    const repositoryName = reference.repository;
    for (const { manifest, image } of remote.children) this.pushes.push({ repositoryName, tag: null, manifest, content: image });
    const content = remote.children.length > 0 ? null : remote.image;
    this.pushes.push({ repositoryName, tag: reference.tag, manifest: remote.manifest, content });
  }
}

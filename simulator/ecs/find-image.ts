import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { logsInToHub, pullFromHub, rateLimitText } from '../docker-hub.ts';
import type { ContainerImage, Platform } from '../ecr/container-image.ts';
import type { EcrState, StoredImage } from '../ecr/ecr-state.ts';
import { ecrRegistryOf, type ImageReference, parseImageReference } from '../ecr/image-reference.ts';
import type { Context } from '../service.ts';

export type FoundImage = { readonly image: ContainerImage; readonly digest: string } | { readonly unavailable: string };

const retried = (reference: string, why: string) => ({
  unavailable: `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${reference}: ${why}`,
});

const wrongPlatform = (platform: Platform) => ({
  unavailable: `CannotPullContainerError: pull image manifest has been retried 5 time(s): image Manifest does not contain descriptor matching platform '${platform}'`,
});

/**
 * The image a task pulls, or AWS's reason why it cannot (ECS developer guide, "CannotPullContainer task errors"). A
 * manifest of one platform is pulled whatever the task's platform is, and fails only when it is executed.
 */
export function findImage(container: ContainerDefinition, platform: Platform, context: Context): FoundImage {
  const reference = parseImageReference(container.image ?? '');
  const full = fullName(reference);
  const registry = ecrRegistryOf(reference.registry);
  if (registry) return fromEcr(reference, full, platform, context);
  const loggedIn = hasHubCredentials(container, context);
  const known = reference.registry === 'public.ecr.aws' ? inPublicGallery(reference) : reference;
  const answer = pullFromHub(known, platform, loggedIn || known !== reference, context);
  switch (answer.kind) {
    case 'found':
      return { image: answer.image, digest: reference.digest ?? answer.index.digest };
    case 'rate-limited':
      return retried(full, `unexpected status from HEAD request: 429 Too Many Requests - Server message: ${rateLimitText}`);
    case 'no-such-tag':
      return retried(full, `${full}: not found`);
    case 'no-such-platform':
      return wrongPlatform(platform);
    default:
      return retried(
        full,
        'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      );
  }
}

function fromEcr(reference: ImageReference, full: string, platform: Platform, context: Context): FoundImage {
  const repository = context.state<EcrState>('ECR').repositories[reference.repository];
  const ours = ecrRegistryOf(reference.registry);
  if (!repository || ours?.account !== context.account || ours.region !== context.region)
    return retried(full, `${full}: not found`);
  const stored = Object.values(repository.images).find(({ digest, tags }) =>
    reference.digest ? digest === reference.digest : tags.includes(reference.tag),
  );
  if (!stored) return retried(full, `${full}: not found`);
  if (stored.content) return { image: stored.content, digest: stored.digest };
  const children = childrenOf(stored, repository.images);
  const child = children.find(({ content }) => content?.platform === platform);
  return child?.content ? { image: child.content, digest: stored.digest } : wrongPlatform(platform);
}

const childrenOf = (index: StoredImage, images: Record<string, StoredImage>) =>
  (JSON.parse(index.manifest).manifests ?? []).flatMap(({ digest }: { digest: string }) => images[digest] ?? []) as StoredImage[];

/** The public gallery mirrors Docker's official images under docker/library and counts no pulls. */
const inPublicGallery = (reference: ImageReference): ImageReference => ({
  ...reference,
  registry: 'docker.io',
  repository: reference.repository.replace(/^docker\//, ''),
});

function hasHubCredentials({ repositoryCredentials }: ContainerDefinition, context: Context): boolean {
  if (!repositoryCredentials?.credentialsParameter) return false;
  try {
    const SecretId = repositoryCredentials.credentialsParameter;
    const secret = context.call<{ SecretString: string }>('SecretsManager', 'GetSecretValue', { SecretId });
    const { username, password } = JSON.parse(secret.SecretString);
    return logsInToHub(username, password);
  } catch {
    return false;
  }
}

export function fullName({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${digest ? `@${digest}` : `:${tag}`}`;
}

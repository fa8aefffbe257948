import { Buffer } from 'node:buffer';
import type { BatchDeleteImageRequest, ImageIdentifier, PutImageRequest } from '@aws-sdk/client-ecr';
import type { Context, Service } from '../service.ts';
import { type ContainerImage, sha256 } from './container-image.ts';
import { ecrErrors } from './ecr-errors.ts';
import type { EcrState, Repository, StoredImage } from './ecr-state.ts';
import { onePage, type Paged } from './one-page.ts';
import { registryPassword } from './registry-password.ts';
import { repositoryOf, repositoryOperations } from './repository-operations.ts';
import { isImmutable } from './tag-mutability.ts';

interface Asked {
  repositoryName: string;
  imageIds?: ImageIdentifier[];
}

export const ecr: Service = {
  name: 'ECR',
  empty: (): EcrState => ({ repositories: {} }),
  timers: {},
  operations: {
    ...repositoryOperations,
    DescribeImages(input: Asked & Paged & { filter?: { tagStatus?: string } }, context) {
      const repository = repositoryOf(input.repositoryName, context);
      if (input.imageIds && (input.maxResults !== undefined || input.nextToken !== undefined))
        throw ecrErrors.invalid("imageIds' failed to satisfy constraint: 'cannot be paged'");
      const found = input.imageIds?.map((id) => {
        const image = imageOf(repository, id);
        if (!image) throw ecrErrors.imageNotFound(repository.name, repository.registryId, shortId(id));
        return image;
      });
      const images = found ?? Object.values(repository.images).filter((image) => matchesStatus(image, input.filter?.tagStatus));
      const all = [...new Set(images)].map((image) => described(image, repository));
      if (found) return { imageDetails: all };
      const { items, ...rest } = onePage(all, input);
      return { imageDetails: items, ...rest };
    },
    ListImages(input: Asked & Paged & { filter?: { tagStatus?: string } }, context) {
      const images = Object.values(repositoryOf(input.repositoryName, context).images);
      const all = images.filter((image) => matchesStatus(image, input.filter?.tagStatus)).flatMap(idsOf);
      const { items, ...rest } = onePage(all, input);
      return { imageIds: items, ...rest };
    },
    BatchGetImage(input: Asked, context) {
      const repository = repositoryOf(input.repositoryName, context);
      const asked = input.imageIds ?? [];
      const images = asked.flatMap((id) => {
        const image = imageOf(repository, id);
        const imageId = { imageDigest: image?.digest, ...(id.imageTag ? { imageTag: id.imageTag } : {}) };
        const { name: repositoryName, registryId } = repository;
        return image
          ? [{ registryId, repositoryName, imageId, imageManifest: image.manifest, imageManifestMediaType: image.mediaType }]
          : [];
      });
      return { images, failures: asked.filter((id) => !imageOf(repository, id)).map(missing) };
    },
    /** `content` is ours: what the layers, which nobody uploads here, would say. Absent for an index. */
    PutImage(input: PutImageRequest & { repositoryName: string; imageManifest: string; content?: ContainerImage }, context) {
      const repository = repositoryOf(input.repositoryName, context);
      const { imageTag: tag, imageManifest: manifest } = input;
      const digest = sha256(manifest);
      const before = tag ? imageOf(repository, { imageTag: tag }) : undefined;
      const same = before?.digest === digest || (!tag && repository.images[digest]);
      // Also when nothing changed: aws/containers-roadmap#2179.
      if (before && isImmutable(repository, tag ?? '')) throw ecrErrors.tagImmutable(repository.name, tag ?? '');
      if (same) throw ecrErrors.imageExists(repository.name, repository.registryId, digest, tag ?? 'null');
      if (before) before.tags = before.tags.filter((one) => one !== tag);
      repository.images[digest] ??= {
        digest,
        manifest,
        mediaType: JSON.parse(manifest).mediaType ?? '',
        tags: [],
        pushedAt: context.now(),
        size: sizeOf(manifest),
        content: input.content ?? null,
      };
      if (tag) repository.images[digest].tags.push(tag);
      announce('PUSH', repository, digest, tag, context);
      const image = { registryId: repository.registryId, repositoryName: repository.name, imageManifest: manifest };
      return { image: { ...image, imageId: { imageDigest: digest, ...(tag ? { imageTag: tag } : {}) } } };
    },
    /** A digest goes with all its tags; an image goes with its last tag (BatchDeleteImage API reference). */
    BatchDeleteImage(input: BatchDeleteImageRequest & { repositoryName: string }, context) {
      const repository = repositoryOf(input.repositoryName, context);
      const asked = input.imageIds ?? [];
      if (asked.length < 1 || asked.length > 100)
        throw ecrErrors.invalid("imageIds' failed to satisfy constraint: 'Member must have length between 1 and 100'");
      const failures: object[] = [];
      const imageIds = asked.flatMap((id) => {
        const image = imageOf(repository, id);
        if (!image) failures.push(missing(id));
        else if (!id.imageTag && isListed(repository, image.digest)) failures.push(referenced(id));
        else return remove(repository, image, id.imageTag, context);
        return [];
      });
      return { imageIds, failures };
    },
    GetAuthorizationToken(_input: object, context) {
      const authorizationToken = Buffer.from(`AWS:${registryPassword(context)}`).toString('base64');
      const proxyEndpoint = `https://${context.account}.dkr.ecr.${context.region}.amazonaws.com`;
      return { authorizationData: [{ authorizationToken, expiresAt: new Date(context.now() + 43_200_000), proxyEndpoint }] };
    },
  },
};

function imageOf(repository: Repository, { imageDigest, imageTag }: ImageIdentifier): StoredImage | undefined {
  return Object.values(repository.images).find(
    ({ digest, tags }) => (!imageDigest || digest === imageDigest) && (!imageTag || tags.includes(imageTag)),
  );
}

function remove(repository: Repository, image: StoredImage, tag: string | undefined, context: Context) {
  const gone = idsOf(image).filter(({ imageTag }) => !tag || imageTag === tag);
  image.tags = tag ? image.tags.filter((one) => one !== tag) : [];
  if (image.tags.length === 0) delete repository.images[image.digest];
  for (const { imageTag } of gone) announce('DELETE', repository, image.digest, imageTag, context);
  return gone;
}

/** Shape: ECR user guide, "Amazon ECR events and EventBridge". One event for each tag. */
function announce(action: string, repository: Repository, digest: string, tag: string | undefined, context: Context): void {
  context.emit('aws.ecr', 'ECR Image Action', [], {
    result: 'SUCCESS',
    'repository-name': repository.name,
    'image-digest': digest,
    'action-type': action,
    ...(tag ? { 'image-tag': tag } : {}),
  });
}

const isListed = (repository: Repository, digest: string) =>
  Object.values(repository.images).some((image) => image.digest !== digest && image.manifest.includes(digest));

function matchesStatus({ tags }: StoredImage, status = 'ANY'): boolean {
  return status === 'ANY' || (status === 'TAGGED') === tags.length > 0;
}

function idsOf({ digest, tags }: StoredImage): { imageDigest: string; imageTag?: string }[] {
  return tags.length > 0 ? tags.map((imageTag) => ({ imageDigest: digest, imageTag })) : [{ imageDigest: digest }];
}

const shortId = ({ imageDigest, imageTag }: ImageIdentifier) => ({
  ...(imageDigest ? { imageDigest } : {}),
  ...(imageTag ? { imageTag } : {}),
});

const missing = (imageId: ImageIdentifier) => ({
  imageId,
  failureCode: 'ImageNotFound',
  failureReason: 'Requested image not found',
});

const referenced = (imageId: ImageIdentifier) => ({
  imageId,
  failureCode: 'ImageReferencedByManifestList',
  failureReason: 'Requested image referenced by manifest list',
});

function described(image: StoredImage, repository: Repository) {
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(image.tags.length > 0 ? { imageTags: image.tags } : {}),
    imageSizeInBytes: image.size,
    imagePushedAt: new Date(image.pushedAt),
    imageManifestMediaType: image.mediaType,
  };
}

const sizeOf = (manifest: string): number =>
  (JSON.parse(manifest).layers ?? []).reduce((sum: number, { size }: { size: number }) => sum + size, 0);

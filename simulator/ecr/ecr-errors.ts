import { awsError } from '../aws-error.ts';

/** Texts as the ECR service answers them; the codes are those of its API reference. */
export const ecrErrors = {
  repositoryNotFound: (name: string, registry: string) =>
    awsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registry}'`,
    ),
  repositoryExists: (name: string, registry: string) =>
    awsError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${registry}'`,
    ),
  repositoryNotEmpty: (name: string, registry: string) =>
    awsError(
      'RepositoryNotEmptyException',
      `The repository with name '${name}' in registry with id '${registry}' cannot be deleted because it still contains images`,
    ),
  imageNotFound: (name: string, registry: string, id: { imageDigest?: string; imageTag?: string }) =>
    awsError(
      'ImageNotFoundException',
      `The image with imageId {imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'} does not exist within the repository with name '${name}' in the registry with id '${registry}'`,
    ),
  imageExists: (name: string, registry: string, digest: string, tag: string) =>
    awsError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag}' already exists in the repository with name '${name}' in registry with id '${registry}'`,
    ),
  tagImmutable: (name: string, tag: string) =>
    awsError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
    ),
  invalid: (text: string) => awsError('InvalidParameterException', `Invalid parameter at '${text}`),
};

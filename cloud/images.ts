import { BatchDeleteImageCommand, DescribeImagesCommand, ECRClient, type ImageIdentifier } from '@aws-sdk/client-ecr';
import type { RegistryImage } from '../domain/image/superseded-images.ts';
import type { Connect } from './connect.ts';

export interface Images {
  /** The digest a tag stands for, as the registry says it; undefined when there is no such tag. */
  digestOf(repositoryName: string, tag: string): Promise<string | undefined>;
  holds(repositoryName: string, digest: string): Promise<boolean>;
  /** Everything in a repository; nothing when there is no such repository. */
  all(repositoryName: string): Promise<readonly RegistryImage[]>;
  /** Deletes by digest, a hundred at most: how many are gone, and why the others are not, as ECR's code says it. */
  remove(
    repositoryName: string,
    digests: readonly string[],
  ): Promise<{ readonly gone: number; readonly refused: readonly string[] }>;
}

export function makeImages(connect: Connect): Images {
  const client = connect(ECRClient);
  const find = async (repositoryName: string, image: ImageIdentifier) => {
    try {
      const found = await client.send(new DescribeImagesCommand({ repositoryName, imageIds: [image] }));
      return found.imageDetails?.[0]?.imageDigest;
    } catch (error) {
      if (error instanceof Error && /^(ImageNotFound|RepositoryNotFound)Exception$/.test(error.name)) return undefined;
      throw error;
    }
  };
  return {
    digestOf: (repositoryName, imageTag) => find(repositoryName, { imageTag }),
    holds: async (repositoryName, imageDigest) => (await find(repositoryName, { imageDigest })) === imageDigest,
    async all(repositoryName) {
      const images: RegistryImage[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client
          .send(new DescribeImagesCommand({ repositoryName, maxResults: 1000, nextToken }))
          .catch(noneWithoutRepository);
        for (const { imageDigest, imageTags = [], imagePushedAt } of page.imageDetails ?? [])
          if (imageDigest && imagePushedAt)
            images.push({ digest: imageDigest, tags: imageTags, pushedAt: imagePushedAt.getTime() });
        nextToken = page.nextToken;
      } while (nextToken);
      return images;
    },
    async remove(repositoryName, digests) {
      const imageIds = digests.map((imageDigest) => ({ imageDigest }));
      const { failures = [] } = await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
      const refused = failures.map(({ failureCode }) => failureCode ?? 'unknown').filter((code) => code !== 'ImageNotFound');
      return { gone: digests.length - failures.length, refused };
    },
  };
}

function noneWithoutRepository(error: unknown): { readonly imageDetails: []; readonly nextToken?: undefined } {
  if (error instanceof Error && error.name === 'RepositoryNotFoundException') return { imageDetails: [] };
  throw error;
}

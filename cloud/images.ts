import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { Connect } from './connect.ts';

export interface Images {
  /** The digest a tag stands for, as the registry says it; undefined when there is no such tag. */
  digestOf(repositoryName: string, tag: string): Promise<string | undefined>;
}

export function makeImages(connect: Connect): Images {
  const client = connect(ECRClient);
  return {
    async digestOf(repositoryName, imageTag) {
      try {
        const found = await client.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }));
        return found.imageDetails?.[0]?.imageDigest;
      } catch (error) {
        if (error instanceof Error && /^(ImageNotFound|RepositoryNotFound)Exception$/.test(error.name)) return undefined;
        throw error;
      }
    },
  };
}

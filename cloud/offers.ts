import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Connect } from './connect.ts';

export interface Offers {
  /** By ARN, to whom the tag `moorage:offered-to` offers it. What has no such tag, or does not exist, is not in the answer. */
  offeredTo(arns: readonly string[]): Promise<Readonly<Record<string, string>>>;
}

/** GetResources takes a hundred ARNs at a time. */
const most = 100;

export function makeOffers(connect: Connect): Offers {
  const client = connect(ResourceGroupsTaggingAPIClient);
  return {
    async offeredTo(arns) {
      const known: Record<string, string> = {};
      const once = [...new Set(arns)];
      for (let from = 0; from < once.length; from += most) {
        const found = await client.send(new GetResourcesCommand({ ResourceARNList: once.slice(from, from + most) }));
        for (const { ResourceARN = '', Tags = [] } of found.ResourceTagMappingList ?? []) {
          const tag = Tags.find(({ Key }) => Key === 'moorage:offered-to')?.Value;
          if (tag !== undefined) known[ResourceARN] = tag;
        }
      }
      return known;
    },
  };
}

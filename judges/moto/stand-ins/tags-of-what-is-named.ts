import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { jsonAnswer, jsonOf } from '../wire.ts';

/** GetResources of exactly the resources that were named, all in one answer. */
export function tagsOfWhatIsNamed(moto: Connect): StandIn {
  return {
    lacks: 'answers for everything that has tags, a page of it, when it is asked for the tags of named resources',
    async stillNeeded(elsewhere) {
      const secrets = elsewhere(SecretsManagerClient);
      const Tags = [{ Key: 'judged', Value: 'yes' }];
      const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'still-needed', SecretString: 'x', Tags }));
      const absent = `${ARN}-another`;
      const asked = new GetResourcesCommand({ ResourceARNList: [absent] });
      const found = await elsewhere(ResourceGroupsTaggingAPIClient).send(asked);
      await secrets.send(new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true }));
      return (found.ResourceTagMappingList ?? []).some(({ ResourceARN }) => ResourceARN !== absent);
    },
    async handle(call, next) {
      const { ResourceARNList: named } = call.operation === 'GetResources' ? jsonOf(call) : {};
      if (!/ResourceGroupsTagging/.test(call.service) || !Array.isArray(named)) return next();
      const all: ResourceTagMapping[] = [];
      let PaginationToken: string | undefined;
      do {
        const page = await moto(ResourceGroupsTaggingAPIClient).send(new GetResourcesCommand({ PaginationToken }));
        all.push(...(page.ResourceTagMappingList ?? []));
        PaginationToken = page.PaginationToken || undefined;
      } while (PaginationToken);
      return jsonAnswer({
        PaginationToken: '',
        ResourceTagMappingList: all.filter(({ ResourceARN = '' }) => named.includes(ResourceARN)),
      });
    },
  };
}

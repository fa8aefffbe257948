import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import {
  BatchDeleteImageCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { leaving } from './leaving.ts';

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';

/** A repository with EmptyOnDelete that leaves its stack loses its images before it goes. */
export function repositoriesEmptied(moto: Connect): StandIn {
  return {
    lacks: 'deletes no repository with images, whatever EmptyOnDelete says',
    async stillNeeded(elsewhere) {
      const client = elsewhere(CloudFormationClient);
      const ecr = elsewhere(ECRClient);
      const repositoryName = 'still-needed';
      const Repository = { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: repositoryName, EmptyOnDelete: true } };
      const StackName = 'still-needed-repository';
      await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources: { Repository } }) }));
      const imageManifest = JSON.stringify({ schemaVersion: 2, config: { digest: 'sha256:00' }, layers: [] });
      await ecr.send(
        new PutImageCommand({ repositoryName, imageTag: 'any', imageManifestMediaType: dockerManifest, imageManifest }),
      );
      await client.send(new DeleteStackCommand({ StackName })).catch(() => {});
      const { repositories = [] } = await ecr.send(new DescribeRepositoriesCommand({}));
      return repositories.some((one) => one.repositoryName === repositoryName);
    },
    async handle(call, next) {
      const ecr = moto(ECRClient);
      for (const { Type, Properties, physicalId: repositoryName } of await leaving(moto, call)) {
        if (Type !== 'AWS::ECR::Repository' || Properties?.EmptyOnDelete !== true) continue;
        const { imageIds = [] } = await ecr.send(new ListImagesCommand({ repositoryName }));
        if (imageIds.length > 0) await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
      }
      return next();
    },
  };
}

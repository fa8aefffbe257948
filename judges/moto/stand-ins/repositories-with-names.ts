import { createHash } from 'node:crypto';
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { withChangedTemplate } from './with-changed-template.ts';

/** CloudFormation's own name for a repository that has none: in small letters, because ECR takes no others. */
export function repositoriesWithNames(moto: Connect): StandIn {
  return {
    lacks: 'gives a repository without a name one in capital letters, and refuses it then',
    async stillNeeded(elsewhere) {
      const client = elsewhere(CloudFormationClient);
      const StackName = 'moorage-still-needed';
      const TemplateBody = JSON.stringify({ Resources: { Repository: { Type: 'AWS::ECR::Repository' } } });
      try {
        await client.send(new CreateStackCommand({ StackName, TemplateBody }));
        await client.send(new DeleteStackCommand({ StackName }));
        return false;
      } catch (error) {
        return error instanceof Error && /repositoryName/.test(error.message);
      }
    },
    async handle(call, next) {
      return next(
        await withChangedTemplate(moto, call, (resource, id, stack) =>
          resource.Type === 'AWS::ECR::Repository'
            ? { ...resource, Properties: { RepositoryName: nameOf(stack, id), ...resource.Properties } }
            : resource,
        ),
      );
    },
  };
}

function nameOf(stack: string, id: string): string {
  const random = createHash('sha256').update(`${stack} ${id}`).digest('hex').slice(0, 12);
  return `${stack}-${id}-${random}`.toLowerCase();
}

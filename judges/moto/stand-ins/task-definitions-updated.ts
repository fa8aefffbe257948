import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { withChangedTemplate } from './with-changed-template.ts';

/** A task definition that changes is registered anew, its containers in ECS's own spelling. */
export function taskDefinitionsUpdated(moto: Connect): StandIn {
  return {
    lacks: "registers a changed task definition with the template's spelling, so that its containers have no name and no image",
    async stillNeeded(elsewhere) {
      const client = elsewhere(CloudFormationClient);
      const StackName = 'still-needed-task-definition';
      await client.send(new CreateStackCommand({ StackName, TemplateBody: oneTaskDefinition('first') }));
      await client.send(new UpdateStackCommand({ StackName, TemplateBody: oneTaskDefinition('second') }));
      const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
      const taskDefinition = StackResources[0]?.PhysicalResourceId;
      const described = await elsewhere(ECSClient).send(new DescribeTaskDefinitionCommand({ taskDefinition }));
      return described.taskDefinition?.containerDefinitions?.[0]?.image !== 'second';
    },
    async handle(call, next) {
      if (call.operation !== 'UpdateStack') return next();
      return next(
        await withChangedTemplate(moto, call, (resource) => {
          if (resource.Type !== 'AWS::ECS::TaskDefinition') return resource;
          const { ContainerDefinitions, ...rest } = resource.Properties ?? {};
          return { ...resource, Properties: { ...rest, ContainerDefinitions: inSmallLetters(ContainerDefinitions) } };
        }),
      );
    },
  };
}

/** `PortMappings` is `portMappings`; intrinsic functions and what is not a name of ECS's stay as they are. */
function inSmallLetters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSmallLetters);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      /^(Ref|Fn::\w+)$/.test(key) ? [key, inner] : [key.charAt(0).toLowerCase() + key.slice(1), inSmallLetters(inner)],
    ),
  );
}

function oneTaskDefinition(Image: string): string {
  const Properties = { ContainerDefinitions: [{ Name: 'only', Image, Memory: 128 }] };
  return JSON.stringify({ Resources: { Tasks: { Type: 'AWS::ECS::TaskDefinition', Properties } } });
}

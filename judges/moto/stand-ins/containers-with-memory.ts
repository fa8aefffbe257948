import { CreateClusterCommand, ECSClient, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { withChangedTemplate } from './with-changed-template.ts';

/** On Fargate the task's memory is enough; a container without its own may use all of it. */
export function containersWithMemory(moto: Connect): StandIn {
  return {
    lacks: 'runs no task whose containers have no memory of their own',
    async stillNeeded(elsewhere) {
      const ecs = elsewhere(ECSClient);
      await ecs.send(new CreateClusterCommand({ clusterName: 'still-needed' }));
      await ecs.send(
        new RegisterTaskDefinitionCommand({
          family: 'still-needed',
          requiresCompatibilities: ['FARGATE'],
          cpu: '256',
          memory: '512',
          containerDefinitions: [{ name: 'only', image: 'nginx' }],
        }),
      );
      try {
        await ecs.send(new RunTaskCommand({ cluster: 'still-needed', taskDefinition: 'still-needed', launchType: 'FARGATE' }));
        return false;
      } catch {
        return true;
      }
    },
    async handle(call, next) {
      return next(
        await withChangedTemplate(moto, call, (resource) => {
          if (resource.Type !== 'AWS::ECS::TaskDefinition') return resource;
          const { ContainerDefinitions, Memory, ...rest } = resource.Properties ?? {};
          const containers = (ContainerDefinitions as readonly object[]).map((container) => ({
            Memory: Number(Memory),
            ...container,
          }));
          return { ...resource, Properties: { ...rest, Memory, ContainerDefinitions: containers } };
        }),
      );
    },
  };
}

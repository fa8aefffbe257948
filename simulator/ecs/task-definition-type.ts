import type { ResourceType } from '../cloudformation/resource-type.ts';
import { tagList } from './ecs-lookup.ts';
import { providerFailure } from './provider-failure.ts';
import { toApiShape } from './template-properties.ts';

/** Schema: aws-ecs-taskdefinition.json. Everything but the tags is create-only: a change is a new revision. */
export const taskDefinitionType: ResourceType = {
  type: 'AWS::ECS::TaskDefinition',
  createOnly: [
    'ContainerDefinitions',
    'Cpu',
    'EnableFaultInjection',
    'EphemeralStorage',
    'ExecutionRoleArn',
    'Family',
    'InferenceAccelerators',
    'IpcMode',
    'Memory',
    'NetworkMode',
    'PidMode',
    'PlacementConstraints',
    'ProxyConfiguration',
    'RequiresCompatibilities',
    'RuntimePlatform',
    'TaskRoleArn',
    'Volumes',
  ],
  create(request, context) {
    const { Family, Cpu, Memory } = request.properties;
    // The generated family has no separators: it must be the same for every revision of this resource.
    const family = String(Family ?? `${request.stackName}${request.logicalId}`.replaceAll('-', ''));
    const given = toApiShape({ ...request.properties, Tags: undefined }) as object;
    const sizes = {
      ...(Cpu === undefined ? {} : { cpu: String(Cpu) }),
      ...(Memory === undefined ? {} : { memory: String(Memory) }),
    };
    try {
      const { taskDefinition } = context.call<{ taskDefinition: { taskDefinitionArn: string } }>(
        'ECS',
        'RegisterTaskDefinition',
        {
          ...given,
          ...sizes,
          family,
          tags: tagList(request.tags),
        },
      );
      const arn = taskDefinition.taskDefinitionArn;
      return { state: 'DONE', physicalId: arn, attributes: { TaskDefinitionArn: arn } };
    } catch (error) {
      return providerFailure(error);
    }
  },
  update(request, context) {
    const arn = request.physicalId ?? '';
    context.call('ECS', 'TagResource', { resourceArn: arn, tags: tagList(request.tags) });
    return { state: 'DONE', physicalId: arn, attributes: { TaskDefinitionArn: arn } };
  },
  delete(request, context) {
    const arn = request.physicalId ?? '';
    try {
      context.call('ECS', 'DeregisterTaskDefinition', { taskDefinition: arn });
    } catch {
      // Already gone is as good.
    }
    return { state: 'DONE', physicalId: arn };
  },
  check: (request) => ({ state: 'DONE', physicalId: request.physicalId ?? '' }),
};

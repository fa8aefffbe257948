import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { ecrRegistryOf, parseImageReference } from '../ecr/image-reference.ts';
import type { Context, Operation } from '../service.ts';
import { ecsErrors } from './ecs-errors.ts';
import { arnOf, ecsState, findTaskDefinition, tagList, tagRecord } from './ecs-lookup.ts';
import type { TaskDefinition } from './ecs-state.ts';
import { isFargateSize } from './fargate-sizes.ts';
import { isEssential } from './is-essential.ts';
import { refuseContainers } from './refuse-containers.ts';

export const taskDefinitionOperations: Readonly<Record<string, Operation>> = {
  RegisterTaskDefinition(input: RegisterTaskDefinitionRequest & { family: string }, context) {
    validate(input, context);
    const state = ecsState(context);
    const { family, containerDefinitions = [], runtimePlatform, tags, ...rest } = input;
    const revision = (state.families[family] ?? 0) + 1;
    state.families[family] = revision;
    const definition: TaskDefinition = {
      arn: arnOf(context, `task-definition/${family}:${revision}`),
      family,
      revision,
      active: true,
      registeredAt: context.now(),
      cpu: input.cpu ?? null,
      memory: input.memory ?? null,
      networkMode: input.networkMode ?? 'bridge',
      requiresCompatibilities: [...(input.requiresCompatibilities ?? [])],
      executionRoleArn: input.executionRoleArn ?? null,
      taskRoleArn: input.taskRoleArn ?? null,
      cpuArchitecture: runtimePlatform?.cpuArchitecture === 'ARM64' ? 'ARM64' : 'X86_64',
      containers: containerDefinitions,
      rest: { ...rest, ...(runtimePlatform ? { runtimePlatform } : {}) },
      tags: tagRecord(tags),
    };
    state.taskDefinitions[definition.arn] = definition;
    return { taskDefinition: described(definition), tags: tags ?? [] };
  },
  DeregisterTaskDefinition(input: { taskDefinition: string }, context) {
    if (!/:\d+$/.test(input.taskDefinition)) throw ecsErrors.client('Revision is required.');
    const definition = findTaskDefinition(input.taskDefinition, context);
    if (!definition) throw ecsErrors.client('The specified task definition does not exist.');
    definition.active = false;
    return { taskDefinition: described(definition) };
  },
  DescribeTaskDefinition(input: { taskDefinition: string; include?: string[] }, context) {
    const definition = findTaskDefinition(input.taskDefinition, context);
    if (!definition) throw ecsErrors.taskDefinitionNotFound();
    const tags = input.include?.includes('TAGS') ? { tags: tagList(definition.tags) } : {};
    return { taskDefinition: described(definition), ...tags };
  },
  ListTaskDefinitions(input: { familyPrefix?: string; status?: string }, context) {
    const all = Object.values(ecsState(context).taskDefinitions);
    const wanted = all.filter(
      ({ family, active }) =>
        (!input.familyPrefix || family === input.familyPrefix) && active === ((input.status ?? 'ACTIVE') === 'ACTIVE'),
    );
    return { taskDefinitionArns: wanted.map(({ arn }) => arn) };
  },
};

function validate(input: RegisterTaskDefinitionRequest, context: Context): void {
  const { containerDefinitions = [], cpu, memory, networkMode, executionRoleArn } = input;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(input.family ?? '')) throw ecsErrors.client('Family contains invalid characters.');
  if (containerDefinitions.length === 0) throw ecsErrors.client('Container list cannot be empty.');
  for (const container of containerDefinitions) {
    if (!container.image) throw ecsErrors.client('Container.image should not be null or empty.');
    if (!container.name) throw ecsErrors.client('Container.name should not be null or empty.');
  }
  if (!containerDefinitions.some(isEssential))
    throw ecsErrors.client('Invalid setting for container. At least one essential container must be set.');
  if (!input.requiresCompatibilities?.includes('FARGATE')) return;
  if (networkMode !== 'awsvpc') throw ecsErrors.client('Fargate only supports network mode ‘awsvpc’.');
  if (!isFargateSize(cpu, memory))
    throw ecsErrors.client(
      `No Fargate configuration exists for given values: ${cpu ?? 0} CPU, ${memory ?? 0} memory. See the Amazon ECS documentation for the valid values.`,
    );
  refuseContainers(input);
  if (executionRoleArn) return;
  if (
    containerDefinitions.some(({ image = '' }) => ecrRegistryOf(parseImageReference(image).registry)?.account === context.account)
  )
    throw ecsErrors.client('Fargate requires task definition to have execution role ARN to support ECR images.');
  const driver = containerDefinitions.find(({ logConfiguration }) => logConfiguration)?.logConfiguration?.logDriver;
  if (driver === 'awslogs')
    throw ecsErrors.client(`Fargate requires task definition to have execution role ARN to support log driver ${driver}.`);
  if (containerDefinitions.some(({ secrets }) => secrets?.length))
    throw ecsErrors.client("When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
}

const described = (definition: TaskDefinition) => ({
  ...definition.rest,
  taskDefinitionArn: definition.arn,
  family: definition.family,
  revision: definition.revision,
  status: definition.active ? 'ACTIVE' : 'INACTIVE',
  containerDefinitions: definition.containers,
  compatibilities: ['EC2', 'FARGATE'],
  networkMode: definition.networkMode,
  registeredAt: new Date(definition.registeredAt),
});

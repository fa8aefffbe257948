import type {
  DescribeStackResourceInput,
  DescribeStackResourceOutput,
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
  ListStackResourcesInput,
  ListStackResourcesOutput,
} from '@aws-sdk/client-cloudformation';
import type { ResourceRecord, StackRecord } from './cloudformation-state.ts';
import { findStack, requireStack } from './find-stack.ts';
import { page } from './page.ts';
import { validationError } from './validation-error.ts';
import { cloudFormationState, type World } from './world.ts';

export function describeStackResources(world: World, input: DescribeStackResourcesInput): DescribeStackResourcesOutput {
  const { StackName, LogicalResourceId: wanted, PhysicalResourceId: physical } = input;
  const stack = physical === undefined ? requireStack(world, StackName) : owner(world, physical);
  const resources = Object.values(stack.resources).filter(
    ({ logicalId, physicalId }) => (wanted ?? logicalId) === logicalId && (physical ?? physicalId) === physicalId,
  );
  return {
    // AWS gives at most 100 here, without a token for more.
    StackResources: resources.slice(0, 100).map((record) => {
      const { LastUpdatedTimestamp: Timestamp, ...rest } = shown(record);
      return { StackName: stack.name, StackId: stack.id, ...rest, Timestamp };
    }),
  };
}

export function describeStackResource(world: World, input: DescribeStackResourceInput): DescribeStackResourceOutput {
  const stack = findStack(world, input.StackName);
  if (!stack) throw validationError(`Stack '${input.StackName}' does not exist`);
  const record = stack.resources[input.LogicalResourceId ?? ''];
  if (!record) throw validationError(`Resource ${input.LogicalResourceId} does not exist for stack ${input.StackName}`);
  const metadata = stack.live.plan.resources[record.logicalId]?.metadata;
  return {
    StackResourceDetail: {
      StackName: stack.name,
      StackId: stack.id,
      ...shown(record),
      ...(metadata !== undefined && { Metadata: JSON.stringify(metadata) }),
    },
  };
}

export function listStackResources(world: World, input: ListStackResourcesInput): ListStackResourcesOutput {
  const { items, ...rest } = page(Object.values(requireStack(world, input.StackName).resources), input.NextToken);
  return { StackResourceSummaries: items.map(shown), ...rest };
}

function owner(world: World, physical: string): StackRecord {
  const { stacks } = cloudFormationState(world);
  const found = Object.values(stacks).find(
    ({ deletedAt, resources }) =>
      deletedAt === undefined && Object.values(resources).some(({ physicalId }) => physicalId === physical),
  );
  if (!found) throw validationError(`Stack for ${physical} does not exist`);
  return found;
}

function shown(record: ResourceRecord) {
  return {
    LogicalResourceId: record.logicalId,
    ...(record.physicalId !== undefined && { PhysicalResourceId: record.physicalId }),
    ResourceType: record.type,
    LastUpdatedTimestamp: new Date(record.changedAt),
    ResourceStatus: record.status,
    ...(record.reason !== undefined && { ResourceStatusReason: record.reason }),
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' as const },
  };
}

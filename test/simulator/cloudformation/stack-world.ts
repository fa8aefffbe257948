import { cloudFormation } from '../../../simulator/cloudformation/cloudformation.ts';
import { plainResourceTypes } from '../../../simulator/cloudformation/plain-resource-types.ts';
import { ec2 } from '../../../simulator/ec2/ec2.ts';
import { iam } from '../../../simulator/iam/iam.ts';
import { lambda } from '../../../simulator/lambda/lambda.ts';
import { cloudWatchLogs } from '../../../simulator/logs/cloudwatch-logs.ts';
import { makeRegion, type Region, type RegionOptions, type RegionState } from '../../../simulator/region.ts';
import type { Service } from '../../../simulator/service.ts';

/** Keeps what is emitted, as a bus without rules does. */
const bus: Service = {
  name: 'EventBridge',
  empty: () => ({ events: [] }),
  operations: {
    Emit: (event: object, context) => {
      context.state<{ events: object[] }>('EventBridge').events.push(event);
      return {};
    },
  },
  timers: {},
};

/** One bucket, `templates`. */
const templates: Service = {
  name: 'S3',
  empty: () => ({ texts: {} }),
  operations: {
    ReadText: ({ Key }: { Key: string }, context) => {
      return { text: context.state<{ texts: Record<string, string> }>('S3').texts[Key] };
    },
  },
  timers: {},
};

export function stackWorld(options: Partial<RegionOptions> = {}): Region {
  const services = [cloudFormation(plainResourceTypes), ec2, iam, lambda, cloudWatchLogs, bus, templates];
  return makeRegion({ services, ...options });
}

/** Fires everything there is to fire. */
export function settle(region: Region): void {
  for (let fired = 0; region.fireNext(); fired += 1) if (fired > 5000) throw new Error('the region never comes to rest');
}

/** Fires until the condition holds. */
export function until(region: Region, holds: () => boolean): void {
  while (!holds()) if (!region.fireNext()) throw new Error('the region came to rest before it held');
}

export const body = (Resources: object, more: object = {}): string => JSON.stringify({ Resources, ...more });

export function create(region: Region, StackName: string, Resources: object, more: object = {}, input: object = {}) {
  const asked = { StackName, TemplateBody: body(Resources, more), ...input };
  return region.call('CloudFormation', 'CreateStack', asked) as { StackId: string; OperationId: string };
}

export function update(region: Region, StackName: string, Resources: object, more: object = {}, input: object = {}) {
  const asked = { StackName, TemplateBody: body(Resources, more), DisableRollback: false, ...input };
  return region.call('CloudFormation', 'UpdateStack', asked) as { StackId: string; OperationId: string };
}

interface Seen {
  readonly StackId: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  readonly Outputs?: { OutputKey: string; OutputValue: string }[];
  readonly Parameters: { ParameterKey: string; ParameterValue: string }[];
  readonly LastOperations: { OperationType: string; OperationId: string }[];
}
export function describe(region: Region, StackName: string): Seen {
  const answer = region.call('CloudFormation', 'DescribeStacks', { StackName }) as { Stacks: Seen[] };
  return answer.Stacks[0] as Seen;
}

interface Event {
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
  readonly ClientRequestToken?: string;
  readonly OperationId: string;
  readonly Timestamp: Date;
}
/** Oldest first, unlike the API's. */
export function events(region: Region, StackName: string): Event[] {
  const answer = region.call('CloudFormation', 'DescribeStackEvents', { StackName }) as { StackEvents: Event[] };
  return answer.StackEvents.reverse();
}

/** `<logical id> <status>` of every event, oldest first. */
export function story(region: Region, StackName: string): string[] {
  return events(region, StackName).map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`);
}

export function stackStory(region: Region, StackId: string): string[] {
  return events(region, StackId)
    .filter(({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack')
    .map(({ ResourceStatus }) => ResourceStatus);
}

export function resource(region: Region, StackName: string, LogicalResourceId: string) {
  const answer = region.call('CloudFormation', 'DescribeStackResource', { StackName, LogicalResourceId });
  return (answer as { StackResourceDetail: { PhysicalResourceId: string; ResourceStatus: string } }).StackResourceDetail;
}

/** What the call throws, as `Name: message`. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
  }
  return 'accepted';
}

export const reviveFrom = (state: RegionState): Region => stackWorld({ state: JSON.parse(JSON.stringify(state)) });

export const group = (name?: string, days?: number) => ({
  Type: 'AWS::Logs::LogGroup',
  Properties: { ...(name && { LogGroupName: name }), ...(days && { RetentionInDays: days }) },
});
export const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
export const subnet = (CidrBlock: string, more: object = {}) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock, AvailabilityZoneId: 'euw1-az1', ...more },
});
export const securityGroup = (more: object = {}) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'a group', VpcId: { Ref: 'Vpc' }, ...more },
});
export const role = (more: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    ...more,
  },
});

import { Aws, Fn } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { type Capability, type FunctionName, functions } from '../functions/catalog.ts';
import { arn } from './arn.ts';
import type { Names } from './names.ts';

interface Grant {
  /** For every function that uses the capability, or for this one of them. */
  readonly all: readonly PolicyStatementProps[];
  /** What only this one function may do with it: looking is everybody's, starting is not. */
  readonly starts?: { readonly by: FunctionName; readonly may: readonly PolicyStatementProps[] };
}

const environmentRoles = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/moorage/*`;
const stacksOfEnvironments = [arn('cloudformation', 'stack/moorage-*')];
const registries = arn('ecr', 'repository/moorage-*-registry-*');
const onStacks = (...actions: string[]): PolicyStatementProps => ({ actions, resources: stacksOfEnvironments });

/** A row for some of the functions that use a capability. Asked for nobody in particular, it is everybody's. */
const rowOf = (by: FunctionName | undefined, who: readonly FunctionName[], row: PolicyStatementProps) =>
  by === undefined || who.includes(by) ? [row] : [];

/** Whoever waits answers, and so does whoever ends another's waiting. */
const waiting = ['EnsureStack', 'EnsureImage', 'EnsureDeployment', 'Wake'] as const;

/**
 * One row per capability: what its file in cloud/ calls, on what. Environment stacks are all named moorage-…, and all they make.
 * `by` leaves out what that function never does; judges/privileges holds every call against it.
 */
export const grants: Readonly<Record<Capability, (names: Names, by?: FunctionName) => Grant>> = {
  table: ({ table }, by) => ({
    all: [
      { actions: ['dynamodb:GetItem'], resources: [table] },
      ...rowOf(by, [...waiting, 'Api', 'Provider', 'Planner', 'Fence', 'Diagnose', 'Settle', 'Trigger', 'Recover'], {
        actions: ['dynamodb:UpdateItem'],
        resources: [table],
      }),
      // An operation, an environment, a revision, a line of the timeline.
      ...rowOf(by, [...waiting, 'Api', 'Provider', 'Restorer', 'Planner', 'Fence', 'Diagnose', 'Settle', 'Trigger', 'Recover'], {
        actions: ['dynamodb:PutItem'],
        resources: [table],
      }),
      // An environment that is gone, a freeze that is lifted.
      ...rowOf(by, ['Api', 'Settle', 'Trigger', 'Recover'], { actions: ['dynamodb:DeleteItem'], resources: [table] }),
      ...rowOf(by, ['Api', 'Provider', 'Trigger', 'Recover'], {
        actions: ['dynamodb:Query'],
        resources: [table, `${table}/index/*`],
      }),
    ],
  }),
  stacks: ({ bucket, stackRole }) => ({
    all: [onStacks('cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents')],
    starts: {
      by: 'EnsureStack',
      may: [
        {
          ...onStacks('cloudformation:CreateStack', 'cloudformation:UpdateStack'),
          conditions: {
            StringEquals: { 'cloudformation:RoleArn': stackRole },
            // Only what the planner wrote is ever made with that role.
            StringLike: { 'cloudformation:TemplateUrl': templatesOf(bucket) },
          },
        },
        {
          ...onStacks('cloudformation:DeleteStack', 'cloudformation:ContinueUpdateRollback'),
          conditions: { StringEquals: { 'cloudformation:RoleArn': stackRole } },
        },
        // Tags come with the two calls above, and are asked for separately.
        onStacks('cloudformation:CancelUpdateStack', 'cloudformation:TagResource'),
        {
          actions: ['iam:PassRole'],
          resources: [stackRole],
          conditions: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
        },
        // CloudFormation reads a template with the caller's rights, not with the role it is given.
        { actions: ['s3:GetObject'], resources: [`${bucket}/templates/*`] },
      ],
    },
  }),
  templates: (_names, by) => ({
    all: [
      onStacks('cloudformation:DescribeStacks', 'cloudformation:GetTemplate'),
      // Names and statuses of all stacks: AWS knows no resource for it. What a stack is made of is asked of ours only.
      ...rowOf(by, ['Restorer'], { actions: ['cloudformation:ListStacks'], resources: ['*'] }),
    ],
  }),
  builds: ({ builders }, by) => ({
    all: [
      { actions: ['codebuild:BatchGetBuilds'], resources: [builders.X86_64, builders.ARM64] },
      // Looks for a build whose start was never acknowledged.
      ...rowOf(by, ['EnsureImage', 'Wake', 'Settle'], {
        actions: ['codebuild:ListBuildsForProject'],
        resources: [builders.X86_64, builders.ARM64],
      }),
    ],
    starts: {
      by: 'EnsureImage',
      may: [
        { actions: ['codebuild:StartBuild', 'codebuild:StopBuild'], resources: [builders.X86_64, builders.ARM64] },
        {
          actions: ['iam:PassRole'],
          resources: [environmentRoles],
          conditions: { StringEquals: { 'iam:PassedToService': 'codebuild.amazonaws.com' } },
        },
      ],
    },
  }),
  images: () => ({
    all: [{ actions: ['ecr:DescribeImages'], resources: [registries] }],
    starts: {
      by: 'Settle',
      // The name alone anybody may give; the tag comes with the stack an environment was made by.
      may: [
        {
          actions: ['ecr:BatchDeleteImage'],
          resources: [registries],
          conditions: { Null: { 'aws:ResourceTag/moorage:environment': 'false' } },
        },
      ],
    },
  }),
  services: (_names, by) => {
    const ofFoundation = (...kinds: string[]) => kinds.map((kind) => arn('ecs', `${kind}/moorage-*-foundation-*`));
    return {
      all: [
        ...rowOf(by, allBut('EnsureDeployment'), {
          // Of a cluster, which to ECS are its container instances.
          actions: ['ecs:ListTasks', 'ecs:DescribeTasks'],
          resources: ofFoundation('task', 'container-instance'),
        }),
        ...rowOf(by, allBut('EnsureStack', 'Diagnose'), {
          actions: [
            'ecs:DescribeServices',
            'ecs:DescribeServiceDeployments',
            'ecs:DescribeServiceRevisions',
            'ecs:ListServiceDeployments',
          ],
          resources: ofFoundation('service', 'service-deployment', 'service-revision'),
        }),
      ],
    };
  },
  network: () => ({
    all: [{ actions: ['ec2:DescribeAvailabilityZones', 'ec2:DescribeVpcEndpointServices'], resources: ['*'] }],
  }),
  quotas: () => ({
    all: [
      {
        // EC2 knows no resource for looking; Service Quotas knows one it does not ask for.
        actions: [
          'servicequotas:GetServiceQuota',
          'ec2:DescribeVpcs',
          'ec2:DescribeAddresses',
          'ec2:DescribeSubnets',
          'ec2:DescribeNatGateways',
          'ec2:DescribeVpcEndpoints',
        ],
        resources: ['*'],
      },
    ],
  }),
  names: () => ({ all: [{ actions: ['servicediscovery:ListInstances'], resources: [arn('servicediscovery', 'service/*')] }] }),
  // Tags of what a spec names outside its environment; the action knows no resource.
  offers: () => ({ all: [{ actions: ['tag:GetResources'], resources: ['*'] }] }),
  machineImages: () => ({
    all: [
      {
        actions: ['ssm:GetParameter'],
        resources: [`arn:${Aws.PARTITION}:ssm:${Aws.REGION}::parameter/aws/service/ami-amazon-linux-latest/*`],
      },
    ],
  }),
  workflow: ({ machines }, by) => ({
    all: [
      ...rowOf(by, ['Api', 'Provider', 'Settle', 'Trigger', 'Recover'], {
        actions: ['states:StartExecution'],
        resources: [machines.Deploy, machines.Teardown],
      }),
      // A token is all these two name; AWS documents no resource for them.
      ...rowOf(by, waiting, { actions: ['states:SendTaskSuccess'], resources: ['*'] }),
      ...rowOf(by, [...waiting, 'Api', 'Provider', 'Fence'], { actions: ['states:SendTaskFailure'], resources: ['*'] }),
      ...rowOf(by, ['Recover'], { actions: ['states:DescribeExecution'], resources: [arn('states', 'execution:moorage-*')] }),
      ...rowOf(by, ['Settle'], { actions: ['states:GetExecutionHistory'], resources: [arn('states', 'execution:moorage-*')] }),
    ],
  }),
  bucket: ({ bucket }, by) => ({
    all: [
      ...rowOf(by, ['Planner'], {
        actions: ['s3:GetObject'],
        // An upload is read where it is taken over, inside S3.
        resources: [`${bucket}/templates/*`, `${bucket}/uploads/*`],
      }),
      ...rowOf(by, ['Plans'], { actions: ['s3:GetObject'], resources: [`${bucket}/templates/*`] }),
      ...rowOf(by, ['Planner'], {
        actions: ['s3:PutObject'],
        resources: [`${bucket}/templates/*`, `${bucket}/contexts/*`, `${bucket}/records/*`],
      }),
      // Without it S3 does not say that something is missing, only that it may not be seen.
      ...rowOf(by, ['Planner'], { actions: ['s3:ListBucket'], resources: [bucket] }),
      ...rowOf(by, ['Restorer'], { actions: ['s3:GetObject'], resources: [`${bucket}/templates/*`, `${bucket}/records/*`] }),
      ...rowOf(by, ['Restorer'], {
        actions: ['s3:ListBucket'],
        resources: [bucket],
        conditions: { StringLike: { 's3:prefix': ['records/*', 'templates/*'] } },
      }),
    ],
  }),
  uploads: ({ bucket }) => ({ all: [{ actions: ['s3:PutObject'], resources: [`${bucket}/uploads/*`] }] }),
  // The one bus, and never in another's name.
  bus: ({ bus }) => ({
    all: [
      {
        actions: ['events:PutEvents'],
        resources: [bus],
        // Of a call with several events, every one; for all of none is true, hence Null.
        conditions: { 'ForAllValues:StringEquals': { 'events:source': 'moorage' }, Null: { 'events:source': 'false' } },
      },
    ],
  }),
  // Anybody's stack may have an environment in it; what is read is whether that resource is being worked on.
  parents: () => ({
    all: [
      {
        actions: ['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'],
        resources: [arn('cloudformation', 'stack/*')],
      },
    ],
  }),
  // An address with its right in it, for which nobody needs another.
  responses: () => ({ all: [] }),
  logs: (_names, by) => {
    // Not the control plane's own groups, which are named moorage-… too.
    const resources = [arn('logs', 'log-group:/moorage/build/*'), arn('logs', 'log-group:moorage-*-foundation-*')];
    return {
      all: [
        { actions: ['logs:GetLogEvents'], resources },
        ...rowOf(by, ['Observer'], { actions: ['logs:DescribeLogStreams'], resources }),
      ],
    };
  },
};

function allBut(...others: FunctionName[]): readonly FunctionName[] {
  return (Object.keys(functions) as FunctionName[]).filter((name) => !others.includes(name));
}

/** As cloud/stacks.ts writes it; a bucket's name is the last part of its ARN. */
function templatesOf(bucket: string): string {
  return `https://${Fn.select(5, Fn.split(':', bucket))}.s3.${Aws.REGION}.amazonaws.com/templates/*`;
}

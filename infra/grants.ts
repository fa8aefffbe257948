import { Aws } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { Capability, FunctionName } from '../functions/catalog.ts';
import { arn } from './arn.ts';
import type { Names } from './names.ts';

interface Grant {
  /** For every function that uses the capability. */
  readonly all: readonly PolicyStatementProps[];
  /** What only this one function may do with it: looking is everybody's, starting is not. */
  readonly starts?: { readonly by: FunctionName; readonly may: readonly PolicyStatementProps[] };
}

const environmentRoles = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/moorage/*`;

/** One row per capability: what its file in cloud/ calls, on what. Environment stacks are all named moorage-…, and all they make. */
export const grants: Readonly<Record<Capability, (names: Names) => Grant>> = {
  table: ({ table }) => ({
    all: [
      {
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
        resources: [table, `${table}/index/*`],
      },
    ],
  }),
  stacks: ({ bucket, stackRole }) => ({
    all: [
      {
        actions: ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents'],
        resources: [arn('cloudformation', 'stack/moorage-*')],
      },
    ],
    starts: {
      by: 'EnsureStack',
      may: [
        {
          actions: ['cloudformation:CreateStack', 'cloudformation:UpdateStack'],
          resources: [arn('cloudformation', 'stack/moorage-*')],
          conditions: { StringEquals: { 'cloudformation:RoleArn': stackRole } },
        },
        {
          actions: [
            'cloudformation:DeleteStack',
            'cloudformation:CancelUpdateStack',
            'cloudformation:ContinueUpdateRollback',
            'cloudformation:TagResource',
            'cloudformation:UntagResource',
          ],
          resources: [arn('cloudformation', 'stack/moorage-*')],
        },
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
  builds: ({ builders }) => ({
    all: [
      {
        actions: ['codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject'],
        resources: [builders.X86_64, builders.ARM64],
      },
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
    all: [
      {
        actions: ['ecr:DescribeImages'],
        resources: [arn('ecr', 'repository/moorage-*')],
      },
    ],
  }),
  services: () => ({
    all: [
      {
        actions: [
          'ecs:DescribeServices',
          'ecs:DescribeServiceDeployments',
          'ecs:DescribeServiceRevisions',
          'ecs:DescribeTasks',
          'ecs:ListServiceDeployments',
          'ecs:ListTasks',
        ],
        resources: ['service', 'service-deployment', 'service-revision', 'task', 'container-instance'].map((kind) =>
          arn('ecs', `${kind}/moorage-*`),
        ),
      },
    ],
  }),
  network: () => ({
    all: [{ actions: ['ec2:DescribeAvailabilityZones', 'ec2:DescribeVpcEndpointServices'], resources: ['*'] }],
  }),
  workflow: ({ machines }) => ({
    all: [
      {
        actions: ['states:StartExecution', 'states:SendTaskSuccess', 'states:SendTaskFailure'],
        resources: [machines.Deploy, machines.Teardown],
      },
      { actions: ['states:DescribeExecution', 'states:GetExecutionHistory'], resources: [arn('states', 'execution:moorage-*')] },
    ],
  }),
  bucket: ({ bucket }) => ({
    all: [
      { actions: ['s3:GetObject', 's3:PutObject'], resources: [`${bucket}/templates/*`, `${bucket}/contexts/*`] },
      // Without it S3 says of an object that is not there that it is forbidden.
      { actions: ['s3:ListBucket'], resources: [bucket] },
    ],
  }),
  logs: () => ({
    all: [
      {
        actions: ['logs:GetLogEvents'],
        resources: [arn('logs', 'log-group:/moorage/build/*'), arn('logs', 'log-group:moorage-*')],
      },
    ],
  }),
};

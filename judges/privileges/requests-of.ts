import type { SdkCall } from '../../simulator/connect.ts';
import { arn } from './arn.ts';
import { place } from './place.ts';
import type { Request } from './request.ts';

/**
 * What IAM is asked for by one SDK call, after AWS's service authorization reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/): an action is not always called like its operation,
 * and some calls ask for more than one. An operation without a row is an error.
 */
export function requestsOf({ service, operation, input }: SdkCall): readonly Request[] {
  const name = operation.replace(/^(Get|Put|Update|Delete)$/, '$1Item');
  const row = rows[`${service}.${service === 'DynamoDB' ? name : operation}`];
  if (!row) throw new Error(`no row says what IAM is asked for by ${service}.${operation}`);
  return row(input as Input);
}

// biome-ignore lint/suspicious/noExplicitAny: inputs of many operations, each row knows its own.
type Input = any;

const stack = ({ StackName }: Input) =>
  String(StackName).startsWith('arn:') ? String(StackName) : arn('cloudformation', `stack/${StackName}/*`);
const item = (action: string) => (input: Input) => [{ action, resource: arn('dynamodb', `table/${input.TableName}`) }];
const onStack = (action: string) => (input: Input) => [{ action, resource: stack(input) }];
const object = (action: string) => (input: Input) => [
  { action, resource: `arn:${place.partition}:s3:::${input.Bucket}/${input.Key}` },
];
const project = (action: string, name: string) => ({ action, resource: arn('codebuild', `project/${name}`) });
const cluster = (input: Input) => String(input.cluster).split('/').at(-1) ?? '';
const passes = (role: string, to: string): Request => ({
  action: 'iam:PassRole',
  resource: role,
  context: { 'iam:PassedToService': to },
});
/** Ids and tokens the region made end a task, deployment or revision; the rest of the ARN is the answer's. */
const each = (action: string, arns: readonly string[]): Request[] => arns.map((resource) => ({ action, resource }));

/** CloudFormation reads the template as whoever names it, and makes everything with the role it is given. */
function stackCall(operation: 'CreateStack' | 'UpdateStack', input: Input): Request[] {
  const tags: readonly { readonly Key: string; readonly Value: string }[] = input.Tags ?? [];
  const tagged = {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    'aws:TagKeys': tags.map(({ Key }) => Key),
  };
  const { hostname, pathname } = new URL(input.TemplateURL);
  const bucket = hostname.split('.')[0];
  return [
    {
      action: `cloudformation:${operation}`,
      resource: stack(input),
      context: { ...tagged, 'cloudformation:RoleArn': input.RoleARN, 'cloudformation:TemplateUrl': input.TemplateURL },
    },
    ...(tags.length > 0
      ? [
          {
            action: 'cloudformation:TagResource',
            resource: stack(input),
            context: { ...tagged, 'cloudformation:CreateAction': operation },
          },
        ]
      : []),
    passes(input.RoleARN, 'cloudformation.amazonaws.com'),
    { action: 's3:GetObject', resource: `arn:${place.partition}:s3:::${bucket}${pathname}` },
  ];
}

const withRole = (action: string) => (input: Input) => [
  { action, resource: stack(input), context: { 'cloudformation:RoleArn': input.RoleARN } },
  passes(input.RoleARN, 'cloudformation.amazonaws.com'),
];

const rows: Readonly<Record<string, (input: Input) => readonly Request[]>> = {
  'DynamoDB.GetItem': item('dynamodb:GetItem'),
  'DynamoDB.PutItem': item('dynamodb:PutItem'),
  'DynamoDB.UpdateItem': item('dynamodb:UpdateItem'),
  'DynamoDB.DeleteItem': item('dynamodb:DeleteItem'),
  'DynamoDB.Query': ({ TableName, IndexName }) => [
    { action: 'dynamodb:Query', resource: arn('dynamodb', `table/${TableName}${IndexName ? `/index/${IndexName}` : ''}`) },
  ],
  'CloudFormation.CreateStack': (input) => stackCall('CreateStack', input),
  'CloudFormation.UpdateStack': (input) => stackCall('UpdateStack', input),
  'CloudFormation.DeleteStack': withRole('cloudformation:DeleteStack'),
  'CloudFormation.ContinueUpdateRollback': withRole('cloudformation:ContinueUpdateRollback'),
  'CloudFormation.CancelUpdateStack': onStack('cloudformation:CancelUpdateStack'),
  'CloudFormation.DescribeStackResource': onStack('cloudformation:DescribeStackResource'),
  'CloudFormation.DescribeStacks': onStack('cloudformation:DescribeStacks'),
  'CloudFormation.DescribeStackEvents': onStack('cloudformation:DescribeStackEvents'),
  // Of everybody's: AWS knows no resource for it.
  'CloudFormation.ListStacks': () => each('cloudformation:ListStacks', ['*']),
  'CloudFormation.GetTemplate': onStack('cloudformation:GetTemplate'),
  'CodeBuild.StartBuild': ({ projectName, serviceRoleOverride }) => [
    { ...project('codebuild:StartBuild', projectName), context: { 'codebuild:serviceRole': serviceRoleOverride } },
    passes(serviceRoleOverride, 'codebuild.amazonaws.com'),
  ],
  'CodeBuild.StopBuild': ({ id }) => [project('codebuild:StopBuild', String(id).split(':')[0] ?? '')],
  'CodeBuild.ListBuildsForProject': ({ projectName }) => [project('codebuild:ListBuildsForProject', projectName)],
  'CodeBuild.BatchGetBuilds': ({ ids }) =>
    [...new Set((ids as string[]).map((id) => id.split(':')[0] ?? ''))].map((name) => project('codebuild:BatchGetBuilds', name)),
  'ECR.DescribeImages': ({ repositoryName }) => [
    { action: 'ecr:DescribeImages', resource: arn('ecr', `repository/${repositoryName}`) },
  ],
  'ECR.BatchDeleteImage': ({ repositoryName }) => [
    {
      action: 'ecr:BatchDeleteImage',
      resource: arn('ecr', `repository/${repositoryName}`),
      // As its stack tagged it, which is named for the environment too.
      context: { 'aws:ResourceTag/moorage:environment': String(repositoryName).match(/^moorage-(.+)-registry-/)?.[1] ?? '' },
    },
  ],
  'ECS.DescribeServices': ({ services }) => each('ecs:DescribeServices', services),
  'ECS.ListServiceDeployments': ({ service }) => each('ecs:ListServiceDeployments', [service]),
  // Both resources are asked for: the deployment, and the service it is of.
  'ECS.DescribeServiceDeployments': ({ serviceDeploymentArns }) =>
    each('ecs:DescribeServiceDeployments', withServices(serviceDeploymentArns)),
  'ECS.DescribeServiceRevisions': ({ serviceRevisionArns }) =>
    each('ecs:DescribeServiceRevisions', withServices(serviceRevisionArns)),
  // By cluster, and ECS asks for the container instances in it.
  'ECS.ListTasks': (input) => each('ecs:ListTasks', [arn('ecs', `container-instance/${cluster(input)}/*`)]),
  'ECS.DescribeTasks': ({ tasks }) => each('ecs:DescribeTasks', tasks),
  'EC2.DescribeAvailabilityZones': () => each('ec2:DescribeAvailabilityZones', ['*']),
  'EC2.DescribeVpcEndpointServices': () => each('ec2:DescribeVpcEndpointServices', ['*']),
  'EC2.DescribeVpcs': () => each('ec2:DescribeVpcs', ['*']),
  'EC2.DescribeAddresses': () => each('ec2:DescribeAddresses', ['*']),
  'EC2.DescribeSubnets': () => each('ec2:DescribeSubnets', ['*']),
  'EC2.DescribeNatGateways': () => each('ec2:DescribeNatGateways', ['*']),
  'EC2.DescribeVpcEndpoints': () => each('ec2:DescribeVpcEndpoints', ['*']),
  // Each entry names its bus; the key has the sources of all of them.
  'EventBridge.PutEvents': ({ Entries }) => [
    {
      action: 'events:PutEvents',
      resource: arn('events', `event-bus/${Entries[0].EventBusName}`),
      context: { 'events:source': (Entries as Input[]).map(({ Source }) => Source) },
    },
  ],
  'SFN.StartExecution': ({ stateMachineArn }) => each('states:StartExecution', [stateMachineArn]),
  'SFN.DescribeExecution': ({ executionArn }) => each('states:DescribeExecution', [executionArn]),
  'SFN.GetExecutionHistory': ({ executionArn }) => each('states:GetExecutionHistory', [executionArn]),
  // A token names no resource: AWS's reference has none for these two.
  'SFN.SendTaskSuccess': () => each('states:SendTaskSuccess', ['*']),
  'SFN.SendTaskFailure': () => each('states:SendTaskFailure', ['*']),
  // Without the right to list, S3 says of an object that is not there that it is forbidden.
  'S3.GetObject': object('s3:GetObject'),
  'S3.HeadObject': (input) => [
    ...object('s3:GetObject')(input),
    { action: 's3:ListBucket', resource: `arn:${place.partition}:s3:::${input.Bucket}` },
  ],
  'S3.ListObjectsV2': ({ Bucket, Prefix }) => [
    { action: 's3:ListBucket', resource: `arn:${place.partition}:s3:::${Bucket}`, context: { 's3:prefix': Prefix } },
  ],
  'S3.PutObject': object('s3:PutObject'),
  'S3.CopyObject': (input) => [
    { action: 's3:GetObject', resource: `arn:${place.partition}:s3:::${input.CopySource}` },
    { action: 's3:ListBucket', resource: `arn:${place.partition}:s3:::${String(input.CopySource).split('/')[0]}` },
    ...object('s3:PutObject')(input),
  ],
  // Nothing a resource could be: the answer is tags of everything, and only of what was asked for by our own word.
  'ResourceGroupsTaggingAPI.GetResources': () => each('tag:GetResources', ['*']),
  // What AWS publishes is nobody's: its ARN has no account.
  'SSM.GetParameter': ({ Name }) =>
    each('ssm:GetParameter', [
      String(Name).startsWith('/aws/service/')
        ? `arn:${place.partition}:ssm:${place.region}::parameter${Name}`
        : arn('ssm', `parameter${Name}`),
    ]),
  'ServiceQuotas.GetServiceQuota': ({ ServiceCode, QuotaCode }) =>
    each('servicequotas:GetServiceQuota', [arn('servicequotas', `${ServiceCode}/${QuotaCode}`)]),
  'ServiceDiscovery.ListInstances': ({ ServiceId }) =>
    each('servicediscovery:ListInstances', [arn('servicediscovery', `service/${ServiceId}`)]),
  'CloudWatchLogs.DescribeLogStreams': ({ logGroupName }) => [
    { action: 'logs:DescribeLogStreams', resource: arn('logs', `log-group:${logGroupName}`) },
  ],
  'CloudWatchLogs.GetLogEvents': ({ logGroupName, logStreamName }) => [
    { action: 'logs:GetLogEvents', resource: arn('logs', `log-group:${logGroupName}:log-stream:${logStreamName}`) },
  ],
};

const withServices = (arns: readonly string[]) => [
  ...arns,
  ...arns.map((one) =>
    one.replace(/:service-(deployment|revision)\//, ':service/').replace(/(:service\/[^/]+\/[^/]+)\/.*$/, '$1'),
  ),
];

import type { EcsState } from '../../simulator/ecs/ecs-state.ts';
import { ask as askRegion } from '../../test/simulator/ecs/container-world.ts';
import type { TestWorld } from '../../test/support/world.ts';

/**
 * Asks a serving environment for what neither the product nor the simulator's tests ask for, so that no operation the
 * simulator offers stays unjudged. Asked properly: what is said is judged too.
 */
export function askEverything({ region }: TestWorld): void {
  const ask = (service: string, operation: string, input: object) => askRegion(region, service, operation, input);
  const [cluster] = Object.values(region.context.state<EcsState>('ECS').clusters);
  askContainers(ask, cluster?.arn ?? '');
  askNetwork(ask);

  const { projects } = ask('CodeBuild', 'BatchGetProjects', { names: ['nobody-has-it'] });
  if (projects.length > 0) throw new Error('a project nobody made was found');
  const source = { type: 'NO_SOURCE', buildspec: 'version: 0.2' };
  const environment = { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', computeType: 'BUILD_GENERAL1_SMALL' };
  const serviceRole = 'arn:aws:iam::111122223333:role/builder';
  ask('CodeBuild', 'CreateProject', { name: 'judged', source, environment, artifacts: { type: 'NO_ARTIFACTS' }, serviceRole });
  ask('CodeBuild', 'BatchGetProjects', { names: ['judged'] });
  ask('CodeBuild', 'ListBuilds', {});
  ask('CodeBuild', 'DeleteProject', { name: 'judged' });

  const [group] = ask('CloudWatchLogs', 'DescribeLogGroups', {}).logGroups;
  ask('CloudWatchLogs', 'DescribeLogStreams', { logGroupName: group.logGroupName });
  ask('CloudWatchLogs', 'PutRetentionPolicy', { logGroupName: group.logGroupName, retentionInDays: 7 });

  ask('EventBridge', 'CreateEventBus', { Name: 'judged' });
  const Name = ask('EventBridge', 'ListRules', {}).Rules[0].Name;
  ask('EventBridge', 'DescribeRule', { Name });
  ask('EventBridge', 'ListTargetsByRule', { Rule: Name });

  const Bucket = 'judged-bucket';
  ask('S3', 'CreateBucket', { Bucket });
  ask('S3', 'HeadBucket', { Bucket });
  ask('S3', 'PutObject', { Bucket, Key: 'one', Body: 'text' });
  ask('S3', 'HeadObject', { Bucket, Key: 'one' });
  ask('S3', 'DeleteObject', { Bucket, Key: 'one' });
  ask('S3', 'DeleteBucket', { Bucket });
}

// biome-ignore lint/suspicious/noExplicitAny: as above
type Ask = (service: string, operation: string, input: object) => any;

function askContainers(ask: Ask, cluster: string): void {
  ask('ECS', 'DescribeClusters', { clusters: [cluster], include: ['TAGS', 'SETTINGS'] });
  ask('ECS', 'UpdateCluster', { cluster, settings: [{ name: 'containerInsights', value: 'disabled' }] });
  const resourceArn = ask('ECS', 'ListServices', { cluster }).serviceArns[0];
  ask('ECS', 'ListTaskDefinitions', {});
  ask('ECS', 'TagResource', { resourceArn, tags: [{ key: 'judged', value: 'yes' }] });
  ask('ECS', 'ListTagsForResource', { resourceArn });
  ask('ECS', 'UntagResource', { resourceArn, tagKeys: ['judged'] });
  const tasks = ask('ECS', 'ListTasks', { cluster }).taskArns;
  ask('ECS', 'DescribeTasks', { cluster, tasks });

  const [repository] = ask('ECR', 'DescribeRepositories', {}).repositories;
  const { repositoryName, repositoryArn } = repository;
  ask('ECR', 'TagResource', { resourceArn: repositoryArn, tags: [{ Key: 'judged', Value: 'yes' }] });
  ask('ECR', 'ListTagsForResource', { resourceArn: repositoryArn });
  ask('ECR', 'UntagResource', { resourceArn: repositoryArn, tagKeys: ['judged'] });
  const expires = { countType: 'imageCountMoreThan', countNumber: 5, tagStatus: 'any' };
  const rule = { rulePriority: 1, selection: expires, action: { type: 'expire' } };
  ask('ECR', 'PutLifecyclePolicy', {
    repositoryName,
    lifecyclePolicyText: JSON.stringify({ rules: [rule], description: 'judged policy' }),
  });
  ask('ECR', 'GetAuthorizationToken', {});
}

function askNetwork(ask: Ask): void {
  for (const operation of ['PrefixLists', 'InternetGateways', 'VpcEndpoints', 'Vpcs', 'Subnets', 'RouteTables', 'NatGateways'])
    ask('EC2', `Describe${operation}`, {});
  for (const operation of ['Addresses', 'SecurityGroups', 'NetworkInterfaces', 'VpcEndpointServices', 'AvailabilityZones'])
    ask('EC2', `Describe${operation}`, {});
}

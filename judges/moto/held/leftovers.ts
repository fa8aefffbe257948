import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Connect } from '../../../cloud/connect.ts';
import { networkLeftovers } from './network-leftovers.ts';

/**
 * Everything that should be gone once no environment is left, read from the services and not from any stack: an orphan
 * shows here. One line each, with type and id. An operation is over a moment before its execution is, so executions may
 * need a second look.
 */
export async function leftovers(moto: Connect): Promise<readonly string[]> {
  const { StackSummaries = [] } = await moto(CloudFormationClient).send(new ListStacksCommand({}));
  const { Roles = [] } = await moto(IAMClient).send(new ListRolesCommand({ PathPrefix: '/moorage/' }));
  const { repositories = [] } = await moto(ECRClient).send(new DescribeRepositoriesCommand({}));
  const { logGroups = [] } = await moto(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({}));
  return [
    ...StackSummaries.filter((one) => one.StackStatus !== 'DELETE_COMPLETE').map(
      (one) => `AWS::CloudFormation::Stack ${one.StackName} ${one.StackStatus}`,
    ),
    ...(await networkLeftovers(moto)),
    ...(await leftInEcs(moto)),
    ...Roles.map((one) => `AWS::IAM::Role ${one.RoleName}`),
    ...repositories.map((one) => `AWS::ECR::Repository ${one.repositoryName}`),
    // The builders' own belong to no environment.
    ...logGroups
      .filter((one) => !one.logGroupName?.startsWith('/moorage/build/'))
      .map((one) => `AWS::Logs::LogGroup ${one.logGroupName}`),
    ...(await leftExecutions(moto)),
  ];
}

async function leftInEcs(moto: Connect): Promise<readonly string[]> {
  const ecs = moto(ECSClient);
  const left: string[] = [];
  const { clusterArns = [] } = await ecs.send(new ListClustersCommand({}));
  const { clusters = [] } = clusterArns.length > 0 ? await ecs.send(new DescribeClustersCommand({ clusters: clusterArns })) : {};
  // Tasks are asked for in a deleted cluster too: moto lists it for ever, and what runs in it.
  for (const { clusterArn: cluster, status } of clusters) {
    if (status === 'ACTIVE') left.push(`AWS::ECS::Cluster ${cluster}`);
    const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster }));
    if (serviceArns.length > 0) {
      const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: serviceArns }));
      for (const one of services) if (one.status !== 'INACTIVE') left.push(`AWS::ECS::Service ${one.serviceArn} ${one.status}`);
    }
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster }));
    if (taskArns.length > 0) {
      const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      for (const one of tasks) if (one.lastStatus !== 'STOPPED') left.push(`AWS::ECS::Task ${one.taskArn} ${one.lastStatus}`);
    }
  }
  const { taskDefinitionArns = [] } = await ecs.send(new ListTaskDefinitionsCommand({ status: 'ACTIVE' }));
  return [...left, ...taskDefinitionArns.map((arn) => `AWS::ECS::TaskDefinition ${arn}`)];
}

async function leftExecutions(moto: Connect): Promise<readonly string[]> {
  const client = moto(SFNClient);
  const left: string[] = [];
  for (const { stateMachineArn } of (await client.send(new ListStateMachinesCommand({}))).stateMachines ?? []) {
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
    for (const one of executions) left.push(`AWS::StepFunctions::Execution ${one.executionArn}`);
  }
  return left;
}

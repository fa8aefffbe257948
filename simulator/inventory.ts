import type { CloudFormationState } from './cloudformation/cloudformation-state.ts';
import type { CodeBuildState } from './codebuild/codebuild-state.ts';
import type { Ec2State } from './ec2/ec2-state.ts';
import type { EcrState } from './ecr/ecr-state.ts';
import type { EcsState } from './ecs/ecs-state.ts';
import type { IamState } from './iam/iam-state.ts';
import type { LogsState } from './logs/logs-state.ts';
import type { Region } from './region.ts';
import type { ServiceDiscoveryState } from './service-discovery/service-discovery-state.ts';

/**
 * What stands in the region and costs or clutters, by CloudFormation's type names, read from the services themselves and
 * not from any stack: an orphan shows here. CodeBuild's own log groups, which belong to no environment, are left out.
 */
export function inventory({ context }: Region): Readonly<Record<string, number>> {
  const ec2 = context.state<Ec2State>('EC2');
  const ecs = context.state<EcsState>('ECS');
  const discovery = context.state<ServiceDiscoveryState>('ServiceDiscovery');
  const count = (things: Readonly<Record<string, unknown>>) => Object.keys(things).length;
  const which = <T>(things: Readonly<Record<string, T>>, holds: (thing: T) => boolean) =>
    Object.values(things).filter(holds).length;
  return {
    'AWS::CloudFormation::Stack': count(context.state<CloudFormationState>('CloudFormation').names),
    'AWS::CodeBuild::Build (running)': which(
      context.state<CodeBuildState>('CodeBuild').builds,
      (build) => build.status === 'IN_PROGRESS',
    ),
    'AWS::EC2::EIP': count(ec2.addresses),
    'AWS::EC2::Instance': which(ec2.instances ?? {}, (instance) => instance.State !== 'terminated'),
    'AWS::EC2::InternetGateway': count(ec2.internetGateways),
    'AWS::EC2::NatGateway': which(ec2.natGateways, (nat) => nat.State !== 'deleted' && nat.State !== 'failed'),
    'AWS::EC2::NetworkInterface': count(ec2.networkInterfaces),
    'AWS::EC2::RouteTable': count(ec2.routeTables),
    'AWS::EC2::SecurityGroup': count(ec2.securityGroups),
    'AWS::EC2::Subnet': count(ec2.subnets),
    'AWS::EC2::VPC': count(ec2.vpcs),
    'AWS::EC2::VPCEndpoint': count(ec2.vpcEndpoints),
    'AWS::ECR::Repository': count(context.state<EcrState>('ECR').repositories),
    'AWS::ECS::Cluster': which(ecs.clusters, (cluster) => cluster.active),
    'AWS::ECS::Service': which(ecs.services, (service) => service.status !== 'INACTIVE'),
    'AWS::ECS::Task (running)': which(ecs.tasks, (task) => task.lastStatus !== 'STOPPED'),
    'AWS::IAM::InstanceProfile': count(context.state<IamState>('IAM').instanceProfiles ?? {}),
    'AWS::IAM::Role': count(context.state<IamState>('IAM').roles),
    'AWS::Logs::LogGroup': which(
      context.state<LogsState>('CloudWatchLogs').groups,
      (group) => !group.logGroupName.startsWith('/moorage/build/'),
    ),
    'AWS::ServiceDiscovery::PrivateDnsNamespace': count(discovery.namespaces),
    'AWS::ServiceDiscovery::Service': count(discovery.services),
  };
}

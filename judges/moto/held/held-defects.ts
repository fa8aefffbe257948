import { CloudWatchLogsClient, DescribeLogGroupsCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DeleteRouteCommand,
  DeleteVpcEndpointsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifyVpcEndpointCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { BatchDeleteImageCommand, ECRClient, ListImagesCommand, PutImageTagMutabilityCommand } from '@aws-sdk/client-ecr';
import { ECSClient, StopTaskCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { AttachRolePolicyCommand, CreatePolicyCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Connect } from '../../../cloud/connect.ts';
import { environmentInMoto } from './environment-in-moto.ts';
import { readStack } from './read-stack.ts';

/**
 * Each breaks one thing of a standing environment behind CloudFormation's back. None mends it again, and none hinders
 * another: they can be done one after the other, as long as what they add to the differences is looked at.
 */
export const heldDefects: Readonly<Record<string, (moto: Connect, environment: string) => Promise<void>>> = {
  'the private subnets lost their route to the NAT gateway': async (moto, environment) => {
    const ec2 = moto(EC2Client);
    const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters: await ofVpc(moto, environment) }));
    const table = some(RouteTables.find((one) => one.Routes?.some((route) => route.NatGatewayId)));
    await ec2.send(new DeleteRouteCommand({ RouteTableId: table.RouteTableId, DestinationCidrBlock: '0.0.0.0/0' }));
  },
  'the S3 endpoint is gone': async (moto, environment) => {
    const ec2 = moto(EC2Client);
    const { VpcEndpointId = '' } = await endpoint(moto, environment, 'Gateway');
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
  },
  'an endpoint is in no security group': async (moto, environment) => {
    const { VpcEndpointId, Groups = [] } = await endpoint(moto, environment, 'Interface');
    const RemoveSecurityGroupIds = Groups.flatMap((group) => group.GroupId ?? []);
    await moto(EC2Client).send(new ModifyVpcEndpointCommand({ VpcEndpointId, RemoveSecurityGroupIds }));
  },
  'the endpoints let no service in any more': async (moto, environment) => {
    const asked = new DescribeSecurityGroupsCommand({ Filters: await ofVpc(moto, environment) });
    const { SecurityGroups = [] } = await moto(EC2Client).send(asked);
    const { GroupId, IpPermissions } = some(
      SecurityGroups.find((one) => one.IpPermissions?.some(({ ToPort }) => ToPort === 443)),
    );
    await moto(EC2Client).send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  },
  'a security group lets nothing out': async (moto, environment) => {
    const { GroupId, IpPermissionsEgress } = await taskGroup(moto, environment);
    await moto(EC2Client).send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: IpPermissionsEgress }));
  },
  'a security group lets everybody in': async (moto, environment) => {
    const { GroupId } = await taskGroup(moto, environment);
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    await moto(EC2Client).send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  },
  'a security group says it is of another environment': async (moto, environment) => {
    const { GroupId = '' } = await taskGroup(moto, environment);
    const Tags = [{ Key: 'moorage:environment', Value: 'another' }];
    await moto(EC2Client).send(new CreateTagsCommand({ Resources: [GroupId], Tags }));
  },
  'a log group keeps its logs for another time': async (moto, environment) => {
    const logs = moto(CloudWatchLogsClient);
    const asked = new DescribeLogGroupsCommand({ logGroupNamePrefix: `moorage-${environment}-foundation-` });
    const { logGroupName, retentionInDays } = some((await logs.send(asked)).logGroups?.[0]);
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: retentionInDays === 3 ? 5 : 3 }));
  },
  'a role trusts the whole account': async (moto, environment) => {
    const Statement = [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await moto(IAMClient).send(
      new UpdateAssumeRolePolicyCommand({ RoleName: await taskRole(moto, environment), PolicyDocument }),
    );
  },
  'a role got a policy nobody asked for': async (moto, environment) => {
    const iam = moto(IAMClient);
    const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: `seeded-for-${environment}`, PolicyDocument }));
    const RoleName = await taskRole(moto, environment);
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
  },
  'tags of a repository can be moved': async (moto, environment) => {
    const repositoryName = some((await environmentInMoto(moto, environment)).repositories[0]);
    await moto(ECRClient).send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'MUTABLE' }));
  },
  'the images are gone from a repository': async (moto, environment) => {
    const repositoryName = some((await environmentInMoto(moto, environment)).repositories[0]);
    const { imageIds } = await moto(ECRClient).send(new ListImagesCommand({ repositoryName }));
    await moto(ECRClient).send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
  },
  'a task has stopped': async (moto, environment) => {
    const { clusterArn, taskArn } = some((await environmentInMoto(moto, environment)).tasks[0]);
    await moto(ECSClient).send(new StopTaskCommand({ cluster: clusterArn, task: taskArn }));
  },
  'a service wants more tasks than its template': async (moto, environment) => {
    const { service } = some((await environmentInMoto(moto, environment)).services[0]);
    const desiredCount = (service.desiredCount ?? 0) + 1;
    await moto(ECSClient).send(
      new UpdateServiceCommand({ cluster: service.clusterArn, service: service.serviceArn, desiredCount }),
    );
  },
};

const ofVpc = async (moto: Connect, environment: string) => [
  { Name: 'vpc-id', Values: [some((await environmentInMoto(moto, environment)).vpcs[0]?.VpcId)] },
];

async function endpoint(moto: Connect, environment: string, VpcEndpointType: 'Gateway' | 'Interface') {
  const asked = new DescribeVpcEndpointsCommand({ Filters: await ofVpc(moto, environment) });
  return some((await moto(EC2Client).send(asked)).VpcEndpoints?.find((one) => one.VpcEndpointType === VpcEndpointType));
}

async function taskGroup(moto: Connect, environment: string) {
  const asked = new DescribeSecurityGroupsCommand({ Filters: await ofVpc(moto, environment) });
  const { SecurityGroups = [] } = await moto(EC2Client).send(asked);
  return some(SecurityGroups.find((group) => group.GroupName !== 'default'));
}

async function taskRole(moto: Connect, environment: string): Promise<string> {
  const stack = some(await readStack(moto, `moorage-${environment}-foundation`));
  return some(Object.entries(stack.physicalIds).find(([id]) => id.endsWith('TaskRole'))?.[1]);
}

/** A defect that finds nothing to break must not look like one that was not noticed. */
function some<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the environment has nothing of what this defect breaks');
  return value;
}

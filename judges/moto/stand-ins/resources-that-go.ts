import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteTableCommand,
  DeleteVpcEndpointsCommand,
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  EC2Client,
  ReleaseAddressCommand,
} from '@aws-sdk/client-ec2';
import {
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { leaving } from './leaving.ts';

/** How moto itself deletes what its CloudFormation leaves behind, by type, in the order CloudFormation has to take. */
const deletions: readonly (readonly [string, (connect: Connect, physicalId: string) => Promise<unknown>])[] = [
  [
    'AWS::ECS::Service',
    (connect, service) =>
      connect(ECSClient).send(new DeleteServiceCommand({ cluster: service.split('/').at(-2), service, force: true })),
  ],
  [
    'AWS::ECS::TaskDefinition',
    (connect, taskDefinition) => connect(ECSClient).send(new DeregisterTaskDefinitionCommand({ taskDefinition })),
  ],
  ['AWS::ECS::Cluster', (connect, cluster) => connect(ECSClient).send(new DeleteClusterCommand({ cluster }))],
  ['AWS::EC2::NatGateway', (connect, NatGatewayId) => connect(EC2Client).send(new DeleteNatGatewayCommand({ NatGatewayId }))],
  ['AWS::EC2::EIP', (connect, PublicIp) => connect(EC2Client).send(new ReleaseAddressCommand({ PublicIp }))],
  ['AWS::EC2::VPCEndpoint', (connect, id) => connect(EC2Client).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }))],
  ['AWS::EC2::RouteTable', deleteRouteTable],
  ['AWS::EC2::InternetGateway', deleteInternetGateway],
];

/** A resource that leaves its stack is deleted, whatever its type. */
export function resourcesThatGo(moto: Connect): StandIn {
  return {
    lacks: `deletes nothing of ${deletions.map(([type]) => type).join(', ')} with a stack`,
    async stillNeeded(elsewhere) {
      const client = elsewhere(CloudFormationClient);
      const StackName = 'still-needed-network';
      await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(network) }));
      await client.send(new DeleteStackCommand({ StackName })).catch(() => {});
      const { Vpcs = [] } = await elsewhere(EC2Client).send(new DescribeVpcsCommand({}));
      const { clusters = [] } = await elsewhere(ECSClient).send(
        new DescribeClustersCommand({ clusters: ['still-needed-network'] }),
      );
      return Vpcs.some((vpc) => vpc.CidrBlock === '10.99.0.0/16') && clusters[0]?.status === 'ACTIVE';
    },
    async handle(call, next) {
      const going = await leaving(moto, call);
      for (const [type, remove] of deletions)
        for (const { physicalId } of going.filter((one) => one.Type === type)) await remove(moto, physicalId).catch(unlessGone);
      return next();
    },
  };
}

/** A call may be repeated: what the first one deleted is gone. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Error && /NotFound|Not found/i.test(`${error.name} ${error.message}`))) throw error;
}

async function deleteRouteTable(connect: Connect, RouteTableId: string): Promise<void> {
  const ec2 = connect(EC2Client);
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
  for (const { RouteTableAssociationId: AssociationId } of RouteTables[0]?.Associations ?? [])
    await ec2.send(new DisassociateRouteTableCommand({ AssociationId }));
  await ec2.send(new DeleteRouteTableCommand({ RouteTableId }));
}

async function deleteInternetGateway(connect: Connect, InternetGatewayId: string): Promise<void> {
  const ec2 = connect(EC2Client);
  const { InternetGateways = [] } = await ec2.send(
    new DescribeInternetGatewaysCommand({ InternetGatewayIds: [InternetGatewayId] }),
  );
  for (const { VpcId } of InternetGateways[0]?.Attachments ?? [])
    await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
}

const network = {
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.99.0.0/16' } },
    Routes: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'still-needed-network' } },
  },
};

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeSecurityGroupsCommand, EC2Client, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { leaving } from './leaving.ts';

/** A rule of a security group that leaves its stack is revoked. */
export function ingressRevoked(moto: Connect): StandIn {
  return {
    lacks: 'revokes no AWS::EC2::SecurityGroupIngress that leaves its stack',
    async stillNeeded(elsewhere) {
      const client = elsewhere(CloudFormationClient);
      const StackName = 'still-needed-ingress';
      const { Rule, ...rest } = group;
      await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources: { ...rest, Rule } }) }));
      await client.send(new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources: rest }) }));
      const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
      const GroupIds = StackResources.flatMap((one) => (one.LogicalResourceId === 'Group' ? (one.PhysicalResourceId ?? []) : []));
      const { SecurityGroups } = await elsewhere(EC2Client).send(new DescribeSecurityGroupsCommand({ GroupIds }));
      return SecurityGroups?.[0]?.IpPermissions?.length === 1;
    },
    async handle(call, next) {
      if (call.operation === 'UpdateStack')
        for (const { Type, Properties = {} } of await leaving(moto, call)) {
          if (Type !== 'AWS::EC2::SecurityGroupIngress') continue;
          const { GroupId, IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupId } = Properties as Rule;
          const from = SourceSecurityGroupId
            ? { UserIdGroupPairs: [{ GroupId: SourceSecurityGroupId }] }
            : { IpRanges: [{ CidrIp }] };
          const IpPermissions = [{ IpProtocol, FromPort, ToPort, ...from }];
          await moto(EC2Client).send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions })).catch(unlessGone);
        }
      return next();
    },
  };
}

/** A call may be repeated: what the first one revoked is gone. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Error && /NotFound/.test(error.name))) throw error;
}

type Rule = Readonly<Record<'GroupId' | 'IpProtocol' | 'CidrIp' | 'SourceSecurityGroupId', string | undefined>> &
  Readonly<Record<'FromPort' | 'ToPort', number | undefined>>;

const group = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.96.0.0/16' } },
  Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: 'still needed' } },
  Rule: {
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: {
      GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 80,
      CidrIp: '10.96.0.0/16',
    },
  },
};

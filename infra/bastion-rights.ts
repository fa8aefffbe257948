import { Aws } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { arn } from './arn.ts';

/**
 * What the stack role may do to instances: none but the bastion's kind is ever started, and none is started, changed or ended
 * that no environment has made.
 */
export function bastionRights(): readonly PolicyStatementProps[] {
  const ours = { Null: { 'aws:ResourceTag/moorage:environment': 'false' } };
  const profiles = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:instance-profile/moorage/*`;
  const instances = arn('ec2', 'instance/*');
  return [
    {
      actions: ['ec2:RunInstances'],
      resources: [instances],
      conditions: { StringEquals: { 'ec2:InstanceType': 't4g.nano' } },
    },
    {
      actions: ['ec2:RunInstances'],
      resources: [
        `arn:${Aws.PARTITION}:ec2:${Aws.REGION}::image/*`,
        ...['network-interface', 'security-group', 'subnet', 'volume'].map((kind) => arn('ec2', `${kind}/*`)),
      ],
    },
    {
      actions: [
        'ec2:AssociateIamInstanceProfile',
        'ec2:DisassociateIamInstanceProfile',
        'ec2:ModifyInstanceAttribute',
        'ec2:ModifyInstanceMetadataOptions',
        'ec2:ReplaceIamInstanceProfileAssociation',
        'ec2:StartInstances',
        'ec2:StopInstances',
        'ec2:TerminateInstances',
      ],
      resources: [instances],
      conditions: ours,
    },
    { actions: ['ec2:DescribeInstanceAttribute'], resources: [instances] },
    // Whoever may tag any instance as an environment's may end any. With the start, or afterwards one that has our profile:
    // AWS does not say which of the two CloudFormation does.
    {
      actions: ['ec2:CreateTags'],
      resources: [instances],
      conditions: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
    },
    {
      actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
      resources: [instances],
      conditions: { ArnLike: { 'ec2:InstanceProfile': profiles } },
    },
  ];
}

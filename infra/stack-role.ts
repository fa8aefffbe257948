import { Aws, type Stack } from 'aws-cdk-lib';
import { type ManagedPolicy, PolicyStatement, type PolicyStatementProps, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { arn } from './arn.ts';

const roles = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/moorage/*`;

/** The role CloudFormation makes environments with: the blueprint's resource types and no others. */
export function stackRole(stack: Stack, boundary: ManagedPolicy): Role {
  const bounded = { StringEquals: { 'iam:PermissionsBoundary': boundary.managedPolicyArn } };
  const rows: readonly PolicyStatementProps[] = [
    // Whoever may write roles may become anybody, unless every role it writes has the boundary.
    {
      actions: ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:PutRolePermissionsBoundary'],
      resources: [roles],
      conditions: bounded,
    },
    {
      actions: [
        'iam:DeleteRole',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:ListRolePolicies',
        'iam:ListRoleTags',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
      ],
      resources: [roles],
    },
    {
      actions: ['iam:PassRole'],
      resources: [roles],
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/aws-service-role/ecs.amazonaws.com/*`],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'ecs.amazonaws.com' } },
    },
    { actions: ec2, resources: ['*'] },
    {
      actions: [
        ...['Cluster', 'Service'].flatMap((noun) => [`ecs:Create${noun}`, `ecs:Update${noun}`, `ecs:Delete${noun}`]),
        'ecs:DescribeServices',
        'ecs:DescribeClusters',
        'ecs:TagResource',
        'ecs:UntagResource',
      ],
      resources: ['cluster', 'service', 'task-definition'].map((kind) => arn('ecs', `${kind}/moorage-*`)),
    },
    {
      actions: [
        'ecs:DescribeServiceDeployments',
        'ecs:DescribeServiceRevisions',
        'ecs:ListServiceDeployments',
        'ecs:StopServiceDeployment',
      ],
      resources: ['service', 'service-deployment', 'service-revision'].map((kind) => arn('ecs', `${kind}/moorage-*`)),
    },
    // ECS knows no narrower resource for these, and for registering only since 2024.
    {
      actions: [
        'ecs:RegisterTaskDefinition',
        'ecs:DeregisterTaskDefinition',
        'ecs:DescribeTaskDefinition',
        'ecs:ListTagsForResource',
      ],
      resources: ['*'],
    },
    {
      actions: [
        'ecr:CreateRepository',
        'ecr:DeleteRepository',
        'ecr:DescribeRepositories',
        'ecr:ListTagsForResource',
        'ecr:TagResource',
        'ecr:UntagResource',
        'ecr:PutImageTagMutability',
        'ecr:PutLifecyclePolicy',
        'ecr:GetLifecyclePolicy',
        'ecr:DeleteLifecyclePolicy',
        'ecr:GetRepositoryPolicy',
        // EmptyOnDelete
        'ecr:ListImages',
        'ecr:BatchDeleteImage',
      ],
      resources: [arn('ecr', 'repository/moorage-*')],
    },
    {
      actions: [
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:PutRetentionPolicy',
        'logs:DeleteRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
        'logs:ListTagsForResource',
      ],
      resources: [arn('logs', 'log-group:moorage-*')],
    },
    { actions: ['logs:DescribeLogGroups'], resources: ['*'] },
  ];
  const role = new Role(stack, 'StackRole', { assumedBy: new ServicePrincipal('cloudformation.amazonaws.com') });
  for (const row of rows) role.addToPolicy(new PolicyStatement(row));
  return role;
}

/** Most of EC2's actions know no resource before it exists; which ones there are is what is held down here. */
const ec2 = [
  ...['Vpc', 'Subnet', 'InternetGateway', 'NatGateway', 'RouteTable', 'Route', 'SecurityGroup', 'Tags'].flatMap((noun) => [
    `ec2:Create${noun}`,
    `ec2:Delete${noun}`,
  ]),
  'ec2:AllocateAddress',
  'ec2:ReleaseAddress',
  'ec2:DisassociateAddress',
  'ec2:AssociateRouteTable',
  'ec2:DisassociateRouteTable',
  'ec2:AttachInternetGateway',
  'ec2:DetachInternetGateway',
  'ec2:AuthorizeSecurityGroupEgress',
  'ec2:RevokeSecurityGroupEgress',
  'ec2:AuthorizeSecurityGroupIngress',
  'ec2:RevokeSecurityGroupIngress',
  'ec2:CreateVpcEndpoint',
  'ec2:DeleteVpcEndpoints',
  'ec2:ModifyVpcEndpoint',
  'ec2:ModifyVpcAttribute',
  'ec2:ModifySubnetAttribute',
  'ec2:ReplaceRoute',
  'ec2:ReplaceRouteTableAssociation',
  'ec2:Describe*',
];

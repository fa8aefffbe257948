import { Aws, type Stack } from 'aws-cdk-lib';
import { type ManagedPolicy, PolicyStatement, type PolicyStatementProps, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { arn } from './arn.ts';
import { bastionRights } from './bastion-rights.ts';
import { describeActions } from './describe-actions.ts';
import { networkActions } from './network-actions.ts';

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
      conditions: { StringEquals: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'] } },
    },
    // The bastion's; which role is put into it is said by PassRole.
    {
      actions: [
        'iam:AddRoleToInstanceProfile',
        'iam:CreateInstanceProfile',
        'iam:DeleteInstanceProfile',
        'iam:GetInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
      ],
      resources: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:instance-profile/moorage/*`],
    },
    {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/aws-service-role/ecs.amazonaws.com/*`],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'ecs.amazonaws.com' } },
    },
    { actions: describeActions, resources: ['*'] },
    {
      actions: networkActions,
      resources: [
        'vpc',
        'subnet',
        'internet-gateway',
        'natgateway',
        'elastic-ip',
        'network-interface',
        'route-table',
        'security-group',
        'security-group-rule',
        'vpc-endpoint',
      ].map((kind) => arn('ec2', `${kind}/*`)),
    },
    ...bastionRights(),
    // Names in the VPC. A namespace's id says nothing of whose it is, and tagging knows no resource at all; the hosted zone is
    // made and removed with our rights.
    {
      actions: [
        'servicediscovery:CreatePrivateDnsNamespace',
        'servicediscovery:GetOperation',
        'servicediscovery:ListServices',
        'servicediscovery:ListTagsForResource',
        'servicediscovery:TagResource',
        'servicediscovery:UntagResource',
        'route53:CreateHostedZone',
        'route53:ListHostedZonesByName',
      ],
      resources: ['*'],
    },
    {
      actions: [
        'servicediscovery:CreateService',
        'servicediscovery:DeleteNamespace',
        'servicediscovery:DeleteService',
        'servicediscovery:GetNamespace',
        'servicediscovery:GetService',
        'servicediscovery:GetServiceAttributes',
        'servicediscovery:UpdatePrivateDnsNamespace',
        'servicediscovery:UpdateService',
      ],
      resources: ['namespace', 'service'].map((kind) => arn('servicediscovery', `${kind}/*`)),
    },
    {
      actions: ['route53:ChangeResourceRecordSets', 'route53:DeleteHostedZone', 'route53:GetHostedZone'],
      resources: [`arn:${Aws.PARTITION}:route53:::hostedzone/*`],
    },
    // A cluster is the foundation's and so are the names of its services; a task definition is the services stack's.
    {
      actions: [
        'ecs:CreateCluster',
        'ecs:UpdateCluster',
        'ecs:DeleteCluster',
        'ecs:DescribeClusters',
        'ecs:CreateService',
        'ecs:UpdateService',
        'ecs:DeleteService',
        'ecs:DescribeServices',
        'ecs:DescribeServiceDeployments',
        'ecs:ListServiceDeployments',
        'ecs:StopServiceDeployment',
        'ecs:RegisterTaskDefinition',
        'ecs:TagResource',
        'ecs:UntagResource',
        'ecs:ListTagsForResource',
      ],
      resources: [
        ...['cluster', 'service', 'service-deployment'].map((kind) => arn('ecs', `${kind}/moorage-*-foundation-*`)),
        arn('ecs', 'task-definition/moorage-*'),
      ],
    },
    // ECS knows no resource for these.
    { actions: ['ecs:DeregisterTaskDefinition', 'ecs:DescribeTaskDefinition'], resources: ['*'] },
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
        'ecr:BatchDeleteImage',
      ],
      resources: [arn('ecr', 'repository/moorage-*-registry-*')],
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
        // Reading a group back, CloudFormation asks for all it could have.
        'logs:GetDataProtectionPolicy',
      ],
      // Not the control plane's own groups, which are named moorage-… too.
      resources: [arn('logs', 'log-group:moorage-*-foundation-*')],
    },
    { actions: ['logs:DescribeLogGroups', 'logs:DescribeIndexPolicies', 'logs:DescribeResourcePolicies'], resources: ['*'] },
  ];
  const role = new Role(stack, 'StackRole', { assumedBy: new ServicePrincipal('cloudformation.amazonaws.com') });
  for (const row of rows) role.addToPolicy(new PolicyStatement(row));
  return role;
}

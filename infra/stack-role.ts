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
    { actions: seeing, resources: ['*'] },
    {
      actions: network,
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
    ...bastion(),
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

/** No instance but the bastion's kind is ever started, and none is started, changed or ended that no environment has made. */
function bastion(): readonly PolicyStatementProps[] {
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

/** EC2 shows everything or nothing. */
const seeing = [
  'Addresses',
  'IamInstanceProfileAssociations',
  'InstanceCreditSpecifications',
  'Instances',
  'InternetGateways',
  'KeyPairs',
  'LaunchTemplates',
  'NatGateways',
  'NetworkAcls',
  'NetworkInterfaces',
  'Regions',
  'RouteTables',
  'SecurityGroupRules',
  'SecurityGroups',
  'Subnets',
  'Tags',
  'Volumes',
  'VpcEncryptionControls',
  'VpcEndpoints',
  'Vpcs',
  'VpnGateways',
].map((noun) => `ec2:Describe${noun}`);

/** Ids are drawn by EC2 and none of them says whose it is; which kinds of thing there are is what is held down here. */
const network = [
  ...['Vpc', 'Subnet', 'InternetGateway', 'NatGateway', 'RouteTable', 'Route', 'SecurityGroup', 'Tags'].flatMap((noun) => [
    `ec2:Create${noun}`,
    `ec2:Delete${noun}`,
  ]),
  'ec2:DescribeVpcAttribute',
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
];

/**
 * What a handler calls for one of its properties alone, after the properties' documentation in the same schemas. A template
 * that sets the property needs the action; while none does, nobody gets it.
 */
export const onlyWithProperty: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'AWS::EC2::EIP': { TransferAddress: ['ec2:AcceptAddressTransfer'], InstanceId: ['ec2:AssociateAddress'] },
  'AWS::EC2::Instance': {
    PrivateDnsNameOptions: ['ec2:ModifyPrivateDnsNameOptions'],
    CreditSpecification: ['ec2:ModifyInstanceCreditSpecification'],
    Monitoring: ['ec2:MonitorInstances', 'ec2:UnmonitorInstances'],
    Volumes: ['ec2:AttachVolume', 'ec2:DetachVolume'],
    Tenancy: ['ec2:ModifyInstancePlacement'],
    AutoRecovery: ['ec2:ModifyInstanceMaintenanceOptions'],
    LaunchTemplate: ['ec2:DescribeLaunchTemplateVersions'],
    SsmAssociations: ['ssm:CreateAssociation', 'ssm:DeleteAssociation', 'ssm:DescribeAssociation', 'ssm:ListAssociations'],
  },
  'AWS::EC2::SecurityGroupIngress': { Description: ['ec2:UpdateSecurityGroupRuleDescriptionsIngress'] },
  'AWS::ServiceDiscovery::Service': {
    ServiceAttributes: ['servicediscovery:UpdateServiceAttributes', 'servicediscovery:DeleteServiceAttributes'],
  },
  'AWS::EC2::NatGateway': {
    SecondaryAllocationIds: ['ec2:AssociateNatGatewayAddress', 'ec2:DisassociateNatGatewayAddress'],
    SecondaryPrivateIpAddresses: ['ec2:AssignPrivateNatGatewayAddress', 'ec2:UnassignPrivateNatGatewayAddress'],
  },
  'AWS::EC2::SecurityGroup': {
    'SecurityGroupIngress.Description': ['ec2:UpdateSecurityGroupRuleDescriptionsIngress'],
    'SecurityGroupEgress.Description': ['ec2:UpdateSecurityGroupRuleDescriptionsEgress'],
  },
  'AWS::EC2::Subnet': { Ipv6CidrBlock: ['ec2:AssociateSubnetCidrBlock', 'ec2:DisassociateSubnetCidrBlock'] },
  'AWS::EC2::VPC': {
    VpcEncryptionControl: ['ec2:CreateVpcEncryptionControl'],
    InstanceTenancy: ['ec2:ModifyVpcTenancy'],
  },
  'AWS::EC2::VPCEndpoint': {
    ServiceNetworkArn: [
      'vpc-lattice:CreateServiceNetworkVpcEndpointAssociation',
      'vpc-lattice:DescribeServiceNetworkVpcEndpointAssociation',
    ],
    ServiceRegion: ['vpce:AllowMultiRegion'],
  },
  'AWS::EC2::VPCGatewayAttachment': { VpnGatewayId: ['ec2:AttachVpnGateway', 'ec2:DetachVpnGateway'] },
  'AWS::ECR::Repository': {
    EncryptionConfiguration: ['kms:DescribeKey', 'kms:CreateGrant', 'kms:RetireGrant'],
    ImageScanningConfiguration: ['ecr:PutImageScanningConfiguration'],
    RepositoryPolicyText: ['ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy'],
  },
  'AWS::ECS::Cluster': {
    Configuration: ['kms:DescribeKey'],
    ClusterSettings: ['ecs:UpdateClusterSettings', 'ecs:PutAccountSetting', 'ecs:PutAccountSettingDefault'],
    CapacityProviders: ['ecs:PutClusterCapacityProviders'],
  },
  'AWS::IAM::Role': {
    ManagedPolicyArns: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
    // No property at all: a boundary is taken off only by a template that no longer has one, and this must never work.
    'PermissionsBoundary.Gone': ['iam:DeleteRolePermissionsBoundary'],
  },
  'AWS::Logs::LogGroup': {
    DataProtectionPolicy: [
      'logs:PutDataProtectionPolicy',
      'logs:DeleteDataProtectionPolicy',
      'logs:CreateLogDelivery',
      's3:REST.PUT.OBJECT',
      'firehose:TagDeliveryStream',
    ],
    ResourcePolicyDocument: ['logs:PutResourcePolicy', 'logs:DeleteResourcePolicy'],
    FieldIndexPolicies: ['logs:PutIndexPolicy', 'logs:DeleteIndexPolicy'],
    KmsKeyId: ['logs:AssociateKmsKey', 'logs:DisassociateKmsKey'],
    BearerTokenAuthenticationEnabled: ['logs:PutBearerTokenAuthentication'],
    DeletionProtectionEnabled: ['logs:PutLogGroupDeletionProtection'],
  },
};

/** Does any of these resources set it? `A.B` is B in A, or in one of A's elements. */
export function isSet(property: string, resources: readonly Readonly<Record<string, unknown>>[]): boolean {
  const [name = '', ...rest] = property.split('.');
  return resources.some((one) => {
    const value = one[name];
    if (value === undefined) return false;
    return rest.length === 0 || isSet(rest.join('.'), [value].flat().filter(isObject));
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

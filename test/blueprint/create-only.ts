/** From AWS's resource schemas (`createOnlyProperties`), for the types the blueprint uses. A task definition is all create-only. */
export const createOnly: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::EIP': ['Domain', 'NetworkBorderGroup', 'Address', 'IpamPoolId', 'TransferAddress'],
  'AWS::EC2::NatGateway': ['SubnetId', 'ConnectivityType', 'AllocationId', 'PrivateIpAddress', 'AvailabilityMode', 'VpcId'],
  'AWS::EC2::Route': ['RouteTableId', 'DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'],
  'AWS::EC2::RouteTable': ['VpcId'],
  'AWS::EC2::SecurityGroup': ['GroupDescription', 'GroupName', 'VpcId'],
  'AWS::EC2::Subnet': ['AvailabilityZone', 'AvailabilityZoneId', 'CidrBlock', 'VpcId', 'Ipv6Native', 'OutpostArn'],
  'AWS::EC2::SubnetRouteTableAssociation': ['SubnetId', 'RouteTableId'],
  'AWS::EC2::VPC': ['CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength'],
  'AWS::EC2::VPCEndpoint': ['ServiceName', 'VpcEndpointType', 'VpcId', 'ServiceRegion'],
  'AWS::EC2::VPCGatewayAttachment': ['VpcId'],
  'AWS::ECR::Repository': ['RepositoryName', 'EncryptionConfiguration'],
  'AWS::ECS::Cluster': ['ClusterName'],
  'AWS::ECS::Service': ['Cluster', 'LaunchType', 'Role', 'SchedulingStrategy', 'ServiceName'],
  'AWS::IAM::Role': ['Path', 'RoleName'],
  'AWS::IAM::RolePolicy': ['PolicyName', 'RoleName'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
};

/** The network of the region as EC2 holds it, in AWS's own field names; all keyed by id. */
export interface Ec2State {
  vpcs: Record<string, { VpcId: string; CidrBlock: string; EnableDnsSupport: boolean; EnableDnsHostnames: boolean; Tags: Tag[] }>;
  subnets: Record<
    string,
    {
      SubnetId: string;
      VpcId: string;
      CidrBlock: string;
      AvailabilityZone: string;
      AvailabilityZoneId: string;
      MapPublicIpOnLaunch: boolean;
      Tags: Tag[];
    }
  >;
  internetGateways: Record<string, { InternetGatewayId: string; attachedVpcId?: string; Tags: Tag[] }>;
  /** `main` is the table a subnet uses when none is associated with it. */
  routeTables: Record<
    string,
    { RouteTableId: string; VpcId: string; main: boolean; associations: Record<string, string>; routes: Route[]; Tags: Tag[] }
  >;
  addresses: Record<string, { AllocationId: string; PublicIp: string; associatedWith?: string; Tags: Tag[] }>;
  natGateways: Record<
    string,
    {
      NatGatewayId: string;
      SubnetId: string;
      VpcId: string;
      State: 'pending' | 'available' | 'deleting' | 'deleted' | 'failed';
      AllocationId?: string;
      Tags: Tag[];
    }
  >;
  securityGroups: Record<
    string,
    {
      GroupId: string;
      GroupName: string;
      Description: string;
      VpcId: string;
      ingress: Permission[];
      egress: Permission[];
      Tags: Tag[];
    }
  >;
  vpcEndpoints: Record<
    string,
    {
      VpcEndpointId: string;
      VpcId: string;
      ServiceName: string;
      VpcEndpointType: 'Gateway' | 'Interface';
      State: 'pending' | 'available' | 'deleting';
      PrivateDnsEnabled: boolean;
      SubnetIds: string[];
      RouteTableIds: string[];
      GroupIds: string[];
      Tags: Tag[];
    }
  >;
  networkInterfaces: Record<
    string,
    {
      NetworkInterfaceId: string;
      SubnetId: string;
      VpcId: string;
      PrivateIpAddress: string;
      publicIp?: string;
      groups: string[];
      Status: 'available' | 'in-use';
      Description: string;
      InterfaceType: string;
    }
  >;
  /** Absent in a network that never had one. */
  instances?: Record<string, Instance>;
}
export interface Instance {
  InstanceId: string;
  ImageId: string;
  InstanceType: string;
  State: 'pending' | 'running' | 'shutting-down' | 'terminated';
  SubnetId: string;
  VpcId: string;
  /** Gone when it is terminated. */
  NetworkInterfaceId?: string;
  /** By name, as the template gives it. */
  IamInstanceProfile?: string;
  KeyName?: string;
  MetadataOptions: Record<string, unknown>;
  BlockDeviceMappings: unknown[];
  DisableApiTermination: boolean;
  launchedAt: number;
  terminatedAt?: number;
  Tags: Tag[];
}
export interface Tag {
  Key: string;
  Value: string;
}
export interface Route {
  DestinationCidrBlock?: string;
  DestinationPrefixListId?: string;
  /** `local`, `igw-…` or `vpce-…` */
  GatewayId?: string;
  NatGatewayId?: string;
}
/** One rule; `-1` is every protocol. Either CIDRs, groups or prefix lists. */
export interface Permission {
  IpProtocol: string;
  FromPort?: number;
  ToPort?: number;
  CidrIp?: string;
  GroupId?: string;
  PrefixListId?: string;
}

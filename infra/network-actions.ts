/**
 * What the stack role does to networks. Ids are drawn by EC2 and none of them says whose it is; which kinds of thing there are
 * is what is held down here.
 */
export const networkActions = [
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

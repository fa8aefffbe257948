import { CloudFormationClient, CreateStackCommand, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { Refusal } from './refusal.ts';

/** Services that others may connect to have a name, whose ARN the foundation puts out. */
export const namesInCloudMap: Refusal = {
  refuses: 'passes over every AWS::ServiceDiscovery resource, so that a stack cannot put out the ARN of one',
  async stillRefused(elsewhere) {
    const client = elsewhere(CloudFormationClient);
    const StackName = 'names';
    await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
    const made = StackResources.map((one) => one.LogicalResourceId);
    return made.includes('Vpc') && !made.includes('Namespace') && !made.includes('Web');
  },
};

const template = {
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.97.0.0/16' } },
    Namespace: {
      Type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
      Properties: { Name: 'refused.internal', Vpc: { Ref: 'Vpc' } },
    },
    Web: {
      Type: 'AWS::ServiceDiscovery::Service',
      Properties: {
        Name: 'web',
        NamespaceId: { 'Fn::GetAtt': ['Namespace', 'Id'] },
        DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }], RoutingPolicy: 'MULTIVALUE' },
      },
    },
  },
};

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import type { Template } from './with-changed-template.ts';

/** CloudFormation updates what a service refers to before the service itself. */
export function servicesUpdatedInOrder(moto: Connect): StandIn {
  return {
    lacks: 'updates resources in no order, so that a service may keep the task definition it had',
    async stillNeeded(elsewhere) {
      const client = elsewhere(CloudFormationClient);
      const StackName = 'still-needed-services';
      await client.send(new CreateStackCommand({ StackName, TemplateBody: manyServices('first') }));
      await client.send(new UpdateStackCommand({ StackName, TemplateBody: manyServices('second') }));
      return (await outOfDate(elsewhere, StackName)).length > 0;
    },
    async handle(call, next) {
      const answer = await next();
      if (call.service !== 'cloudformation' || call.operation !== 'UpdateStack' || answer.status !== 200) return answer;
      const stack = new URLSearchParams(call.body.toString('utf8')).get('StackName') ?? '';
      for (const { cluster, service, taskDefinition } of await outOfDate(moto, stack))
        await moto(ECSClient).send(new UpdateServiceCommand({ cluster, service, taskDefinition }));
      return answer;
    },
  };
}

/** Services of a stack whose task definition is not the one their template refers to. */
async function outOfDate(connect: Connect, StackName: string) {
  const client = connect(CloudFormationClient);
  const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName }));
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  const idOf = (logical: string) => StackResources.find((one) => one.LogicalResourceId === logical)?.PhysicalResourceId ?? '';
  const wrong: { cluster: string; service: string; taskDefinition: string }[] = [];
  for (const [logical, { Type, Properties }] of Object.entries((JSON.parse(TemplateBody) as Template).Resources)) {
    if (Type !== 'AWS::ECS::Service') continue;
    const { Ref = '' } = (Properties?.TaskDefinition ?? {}) as { readonly Ref?: string };
    const taskDefinition = idOf(Ref);
    const service = idOf(logical);
    const cluster = service.split('/').at(-2) ?? '';
    const { services = [] } = await connect(ECSClient).send(new DescribeServicesCommand({ cluster, services: [service] }));
    if (services[0] && services[0].taskDefinition !== taskDefinition) wrong.push({ cluster, service, taskDefinition });
  }
  return wrong;
}

/** Eight of them: that an order of chance is right eight times is one in 256, and the chance is the same in every run. */
function manyServices(image: string): string {
  const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
  const resources = names.flatMap((name) => [
    [
      `${name}Tasks`,
      { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [{ Name: 'only', Image: image, Memory: 128 }] } },
    ],
    [
      `${name}Service`,
      {
        Type: 'AWS::ECS::Service',
        Properties: { Cluster: { Ref: 'Cluster' }, TaskDefinition: { Ref: `${name}Tasks` }, DesiredCount: 1 },
      },
    ],
  ]);
  return JSON.stringify({ Resources: { Cluster: { Type: 'AWS::ECS::Cluster' }, ...Object.fromEntries(resources) } });
}

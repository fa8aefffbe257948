import { CloudFormationClient, DescribeStackResourcesCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { Connect } from '../../../cloud/connect.ts';
import type { WireCall } from '../wire.ts';
import type { Resource, Template } from './with-changed-template.ts';

export interface Leaving extends Resource {
  readonly physicalId: string;
}

/** The resources a call takes out of its stack: all of them for DeleteStack, those its template no longer has for UpdateStack. */
export async function leaving(moto: Connect, call: WireCall): Promise<readonly Leaving[]> {
  if (call.service !== 'cloudformation' || !/^(Update|Delete)Stack$/.test(call.operation)) return [];
  const form = new URLSearchParams(call.body.toString('utf8'));
  const wanted = JSON.parse(form.get('TemplateBody') ?? '{"Resources":{}}') as Template;
  const client = moto(CloudFormationClient);
  const StackName = form.get('StackName') ?? '';
  try {
    const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName }));
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
    return Object.entries((JSON.parse(TemplateBody) as Template).Resources).flatMap(([id, resource]) => {
      const physicalId = StackResources.find((one) => one.LogicalResourceId === id)?.PhysicalResourceId;
      return physicalId && !Object.hasOwn(wanted.Resources, id) ? [{ ...resource, physicalId }] : [];
    });
  } catch {
    // No such stack: nothing leaves it, and moto answers the call.
    return [];
  }
}

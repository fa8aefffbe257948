import { CloudFormationClient, DescribeStackResourcesCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { Connect } from '../../../cloud/connect.ts';
import type { WireCall } from '../wire.ts';
import type { Resource, Template } from './with-changed-template.ts';

export interface Leaving extends Resource {
  /** Empty for a rule of a security group, which moto gives none. */
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
    const physicalIdOf = (id: string) => StackResources.find((one) => one.LogicalResourceId === id)?.PhysicalResourceId;
    return Object.entries((JSON.parse(TemplateBody) as Template).Resources).flatMap(([id, { Type, Properties = {} }]) => {
      const physicalId = physicalIdOf(id) ?? (Type === 'AWS::EC2::SecurityGroupIngress' ? '' : undefined);
      if (physicalId === undefined || Object.hasOwn(wanted.Resources, id)) return [];
      return [{ Type, Properties: referring(Properties, physicalIdOf), physicalId }];
    });
  } catch {
    // No such stack: nothing leaves it, and moto answers the call.
    return [];
  }
}

/** Properties that are a reference to another resource, whichever attribute, are its id in moto. */
function referring(properties: object, physicalIdOf: (id: string) => string | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]: [string, unknown]) => {
      const reference = value as { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly string[] } | null;
      const id = reference?.Ref ?? reference?.['Fn::GetAtt']?.[0];
      return [name, (id === undefined ? undefined : physicalIdOf(id)) ?? value];
    }),
  );
}

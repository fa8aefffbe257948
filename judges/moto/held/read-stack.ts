import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Tag,
} from '@aws-sdk/client-cloudformation';
import type { Connect } from '../../../cloud/connect.ts';
import type { Properties } from './describer.ts';
import { templateKeys } from './template-keys.ts';

export interface StackInMoto {
  readonly id: string;
  readonly resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
  readonly wantedOutputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Given with the call, beside the template. */
  readonly tags: readonly Tag[];
  /** Values by name, lists as lists. */
  readonly parameters: Properties;
  readonly physicalIds: Readonly<Record<string, string>>;
}

interface Template {
  readonly Resources: StackInMoto['resources'];
  readonly Outputs?: StackInMoto['wantedOutputs'];
  readonly Parameters?: Readonly<Record<string, { readonly Type: string }>>;
}

/** A stack as moto's CloudFormation knows it; undefined when there is none of that name. */
export async function readStack(moto: Connect, StackName: string): Promise<StackInMoto | undefined> {
  const client = moto(CloudFormationClient);
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
  const stack = Stacks.find((one) => one.StackName === StackName && one.StackStatus !== 'DELETE_COMPLETE');
  if (!stack) return undefined;
  const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName }));
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  const template = JSON.parse(TemplateBody) as Template;
  const given = byName(stack.Parameters, ({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]);
  return {
    id: stack.StackId ?? '',
    resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) => [id, withPlainContainers(resource)]),
    ),
    wantedOutputs: template.Outputs ?? {},
    tags: stack.Tags ?? [],
    outputs: byName(stack.Outputs, ({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    parameters: Object.fromEntries(
      Object.entries(template.Parameters ?? {}).map(([name, { Type }]) => [
        name,
        Type === 'CommaDelimitedList' ? listOf(given[name]) : given[name],
      ]),
    ),
    physicalIds: byName(StackResources, ({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
  };
}

function byName<T>(
  list: readonly T[] | undefined,
  entry: (one: T) => readonly [string | undefined, string | undefined],
): Record<string, string> {
  return Object.fromEntries(
    (list ?? []).map(entry).flatMap(([name, value]) => (name && value !== undefined ? [[name, value]] : [])),
  );
}

/** CloudFormation shows a list with commas; moto shows it as Python writes one. */
const listOf = (text: string | undefined) => text?.replace(/[[\]' ]/g, '').split(',');

/** A stand-in may have written containers as ECS does, because an update in moto hands them on as they are. */
function withPlainContainers<R extends { readonly Type: string; readonly Properties?: Properties }>(resource: R): R {
  const { ContainerDefinitions } = resource.Properties ?? {};
  if (resource.Type !== 'AWS::ECS::TaskDefinition' || ContainerDefinitions === undefined) return resource;
  return { ...resource, Properties: { ...resource.Properties, ContainerDefinitions: templateKeys(ContainerDefinitions) } };
}

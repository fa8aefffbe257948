import { awsError } from '../aws-error.ts';
import type { Context, Operation } from '../service.ts';
import { parameterArn } from './parameter-arn.ts';
import { publicParameter } from './public-parameters.ts';
import type { Parameter, SsmState } from './ssm-state.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export const parameterOperations: Readonly<Record<string, Operation>> = {
  PutParameter(
    input: { Name: string; Value: string; Type?: Parameter['type']; Overwrite?: boolean; DataType?: string; Tags?: Tag[] },
    context,
  ) {
    const { parameters } = ssmState(context);
    refuseName(input.Name);
    const before = parameters[input.Name];
    if (before && input.Overwrite !== true)
      throw awsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    if (before && input.Tags?.length)
      throw awsError(
        'ValidationException',
        'Invalid request: tags and overwrite can’t be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.',
      );
    if (!before && !input.Type)
      throw awsError('ValidationException', 'A parameter type is required when you create a parameter.');
    if (input.Value.length > 4096)
      throw awsError(
        'ValidationException',
        'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
      );
    const tags = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    const parameter: Parameter = before ?? {
      name: input.Name,
      type: input.Type ?? 'String',
      dataType: input.DataType ?? 'text',
      tags,
      wasTagged: Object.keys(tags).length > 0,
      versions: [],
    };
    parameter.type = input.Type ?? parameter.type;
    parameter.versions.push({ value: input.Value, modifiedAt: context.now() });
    parameters[input.Name] = parameter;
    return { Version: parameter.versions.length, Tier: 'Standard' };
  },
  GetParameter(input: { Name: string; WithDecryption?: boolean }, context) {
    const found = read(input.Name, input.WithDecryption === true, context);
    if (found === 'no-such-version') throw awsError('ParameterVersionNotFound', 'The specified parameter version was not found.');
    if (!found) throw awsError('ParameterNotFound', '');
    return { Parameter: found };
  },
  /** In the order of their names; what is not there is only listed. */
  GetParameters(input: { Names: string[]; WithDecryption?: boolean }, context) {
    if (input.Names.length < 1 || input.Names.length > 10)
      throw awsError(
        'ValidationException',
        `1 validation error detected: Value '[${input.Names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length less than or equal to 10`,
      );
    const asked = [...input.Names].sort().map((name) => ({ name, found: read(name, input.WithDecryption === true, context) }));
    return {
      Parameters: asked.flatMap(({ found }) => (typeof found === 'object' ? [found] : [])),
      InvalidParameters: asked.flatMap(({ name, found }) => (typeof found === 'object' ? [] : [name])),
    };
  },
  DeleteParameter(input: { Name: string }, context) {
    const { parameters } = ssmState(context);
    if (!parameters[input.Name]) throw awsError('ParameterNotFound', '');
    delete parameters[input.Name];
    return {};
  },
  AddTagsToResource(input: { ResourceType: string; ResourceId: string; Tags: Tag[] }, context) {
    const parameter = taggable(input, context);
    for (const { Key, Value } of input.Tags) parameter.tags[Key] = Value;
    parameter.wasTagged ||= input.Tags.length > 0;
    return {};
  },
  RemoveTagsFromResource(input: { ResourceType: string; ResourceId: string; TagKeys: string[] }, context) {
    const parameter = taggable(input, context);
    for (const key of input.TagKeys) delete parameter.tags[key];
    return {};
  },
  ListTagsForResource: (input: { ResourceType: string; ResourceId: string }, context) => ({
    TagList: Object.entries(taggable(input, context).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
};

const ssmState = (context: Context) => context.state<SsmState>('SSM');

function taggable({ ResourceType, ResourceId }: { ResourceType: string; ResourceId: string }, context: Context): Parameter {
  if (ResourceType !== 'Parameter')
    throw awsError('InvalidResourceType', `${ResourceType} is not a valid resource type. Valid resource types are: Parameter.`);
  const parameter = ssmState(context).parameters[ResourceId];
  if (!parameter)
    throw awsError('InvalidResourceId', `The resource ID "${ResourceId}" is not valid. Verify the ID and try again.`);
  return parameter;
}

/** `name`, `name:version` or an ARN. */
function read(asked: string, decrypts: boolean, context: Context): object | 'no-such-version' | undefined {
  const { name: whole } = parameterArn(asked, context);
  const [name = '', selector] = whole.split(':');
  const named = { Name: name, ARN: parameterArn(name, context).arn, ...(selector ? { Selector: `:${selector}` } : {}) };
  const given = publicParameter(name, context);
  if (given)
    return {
      ...named,
      ARN: `arn:${context.partition}:ssm:${context.region}::parameter${name}`,
      ...{ Type: 'String', Value: given.value, Version: given.version, DataType: 'text' },
      LastModifiedDate: new Date(context.now()),
    };
  const parameter = ssmState(context).parameters[name];
  if (!parameter) return undefined;
  const Version = selector ? Number(selector) : parameter.versions.length;
  const version = parameter.versions[Version - 1];
  if (!version) return 'no-such-version';
  const { type, dataType } = parameter;
  const Value = type === 'SecureString' && !decrypts ? Buffer.from(`sealed ${version.value}`).toString('base64') : version.value;
  return { ...named, Type: type, Value, Version, DataType: dataType, LastModifiedDate: new Date(version.modifiedAt) };
}

function refuseName(name: string): void {
  if (/^\/?aws/i.test(name)) throw awsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  if (/^\/?ssm/i.test(name) || !/^(\/?[\w.-]+)(\/[\w.-]+)*$/.test(name) || (name.includes('/') && !name.startsWith('/')))
    throw awsError(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
}

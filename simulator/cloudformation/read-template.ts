import { isCustomResource } from './custom-resource-type.ts';
import { findResourceType } from './find-resource-type.ts';
import type { ResourceType } from './resource-type.ts';
import { validationError } from './validation-error.ts';

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly MinValue?: number | string;
  readonly MaxValue?: number | string;
  readonly ConstraintDescription?: string;
  readonly NoEcho?: boolean | string;
  readonly Description?: string;
}
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly Metadata?: unknown;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
export interface TemplateOutput {
  readonly Value?: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}
export interface Template {
  readonly Description?: string;
  readonly Parameters: Record<string, TemplateParameter>;
  readonly Mappings: Record<string, Record<string, Record<string, unknown>>>;
  readonly Conditions: Record<string, unknown>;
  readonly Resources: Record<string, TemplateResource>;
  readonly Outputs: Record<string, TemplateOutput>;
}

const sections = [
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions'],
  ...['Transform', 'Resources', 'Outputs', 'Hooks'],
];
const attributes = [
  ...['Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy'],
  ...['UpdatePolicy', 'CreationPolicy'],
];
/** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const limits = { resources: 500, parameters: 200, outputs: 200 };

/** The template as written, its form checked; the texts are AWS's. */
export function readTemplate(body: string, types: ReadonlyMap<string, ResourceType>): Template {
  const parsed = parse(body);
  const strange = Object.keys(parsed).filter((section) => !sections.includes(section));
  if (strange.length > 0) throw formatError(`Invalid template property or properties [${strange.join(', ')}]`);
  for (const unmodelled of ['Transform', 'Rules', 'Hooks'])
    if (parsed[unmodelled] !== undefined) throw formatError(`the simulator does not model ${unmodelled}`);
  const template = {
    ...(typeof parsed.Description === 'string' && { Description: parsed.Description }),
    Parameters: section(parsed, 'Parameters'),
    Mappings: section(parsed, 'Mappings'),
    Conditions: section(parsed, 'Conditions'),
    Resources: section(parsed, 'Resources'),
    Outputs: section(parsed, 'Outputs'),
  } as Template;
  count('resources', template.Resources, limits.resources);
  count('parameters', template.Parameters, limits.parameters);
  count('outputs', template.Outputs, limits.outputs);
  if (Object.keys(template.Resources).length === 0) throw formatError('At least one Resources member must be defined.');
  for (const [id, resource] of Object.entries(template.Resources)) checkResource(id, resource);
  const named = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))];
  const unknown = named.filter((type) => !findResourceType(types, type));
  if (unknown.length > 0) throw formatError(`Unrecognized resource types: [${unknown.join(', ')}]`);
  for (const [id, output] of Object.entries(template.Outputs))
    if (output.Value === undefined) throw formatError(`Output ${id} is missing required property Value`);
  return template;
}

export function formatError(message: string): Error {
  return validationError(`Template format error: ${message}`);
}

function parse(body: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw formatError('JSON not well-formed.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw formatError('unsupported structure.');
  return parsed as Record<string, unknown>;
}

function section(parsed: Record<string, unknown>, name: string): object {
  const value = parsed[name] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw formatError(`${name} must be an object`);
  return value;
}

function count(what: string, members: object, maximum: number): void {
  const actual = Object.keys(members).length;
  if (actual > maximum) throw formatError(`Number of ${what}, ${actual}, is greater than maximum allowed, ${maximum}`);
}

function checkResource(id: string, resource: TemplateResource): void {
  if (!/^[a-zA-Z0-9]{1,255}$/.test(id)) throw formatError(`Resource name ${id} is non alphanumeric.`);
  const known = isCustomResource(String(resource.Type)) ? [...attributes, 'Version'] : attributes;
  const strange = Object.keys(resource).filter((attribute) => !known.includes(attribute));
  if (strange.length > 0) throw validationError(`Invalid template resource property '${strange[0]}'`);
  if (typeof resource.Type !== 'string')
    throw formatError(`[/Resources/${id}] Every Resources object must contain a Type member.`);
  for (const policy of [resource.DeletionPolicy, resource.UpdateReplacePolicy])
    if (policy !== undefined && !['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate'].includes(policy))
      throw formatError(`Unrecognized DeletionPolicy ${policy} for resource ${id}`);
}

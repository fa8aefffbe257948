import type { Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { awsError } from '../aws-error.ts';
import type { Version } from './cloudformation-state.ts';
import { compilePlan } from './compile-plan.ts';
import { parameterValues } from './parameter-values.ts';
import { readTemplate, type Template } from './read-template.ts';
import { validationError } from './validation-error.ts';
import type { World } from './world.ts';

export interface VersionRequest {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: Parameter[] | undefined;
  readonly Tags?: Tag[] | undefined;
  readonly Capabilities?: string[] | undefined;
}

/** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const inlineBytes = 51_200;
const linkedBytes = 1_048_576;
const namedProperty = /^(RoleName|UserName|GroupName|ManagedPolicyName|InstanceProfileName)$/;
/** Accepted by AWS, and by nothing here: better refused than silently ignored. */
const unmodelled = ['RollbackConfiguration', 'StackPolicyBody', 'StackPolicyURL', 'ResourceTypes'];

/** The version of a stack a CreateStack or UpdateStack asks for, fully checked. */
export function requestVersion(
  world: World,
  request: VersionRequest,
  stack: { name: string; id: string },
  live?: Version,
): Version {
  for (const name of unmodelled)
    if ((request as Record<string, unknown>)[name] !== undefined) throw validationError(`the simulator does not model ${name}`);
  const { partition, region, account } = world.context;
  const templateBody = request.UsePreviousTemplate && live ? live.templateBody : requestedTemplate(world, request);
  const template = readTemplate(templateBody, world.types);
  const values = parameterValues(template, request.Parameters, live?.values);
  const plan = compilePlan(template, values, {
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': partition,
    'AWS::StackName': stack.name,
    'AWS::StackId': stack.id,
    'AWS::URLSuffix': 'amazonaws.com',
  });
  const capabilities = request.Capabilities ?? [];
  requireCapabilities(plan.resources, capabilities);
  const hidden = Object.keys(values).filter((key) => String(template.Parameters[key]?.NoEcho) === 'true');
  return { templateBody, plan, values, hidden, tags: tagsAsked(request.Tags, live), capabilities };
}

/** The text of the template a request names. */
export function requestedTemplate(world: World, request: VersionRequest): string {
  const { TemplateBody, TemplateURL } = request;
  if ((TemplateBody === undefined) === (TemplateURL === undefined))
    throw validationError('Either Template URL or Template Body must be specified.');
  if (TemplateBody !== undefined) {
    if (Buffer.byteLength(TemplateBody) <= inlineBytes) return TemplateBody;
    throw validationError(
      `1 validation error detected: Value '${TemplateBody.slice(0, 100)}...' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${inlineBytes}`,
    );
  }
  const text = linkedTemplate(world, TemplateURL ?? '');
  if (Buffer.byteLength(text) > linkedBytes) throw validationError(`Template may not exceed ${linkedBytes} bytes in size.`);
  return text;
}

export function readRequestedTemplate(world: World, request: VersionRequest): Template {
  return readTemplate(requestedTemplate(world, request), world.types);
}

/** `CAPABILITY_IAM`, or `CAPABILITY_NAMED_IAM`, when these resources need it; undefined when they need none. */
export function neededCapability(resources: Record<string, { type: string; properties: object }>): string | undefined {
  const roles = Object.values(resources).filter(({ type }) => type.startsWith('AWS::IAM::'));
  if (roles.length === 0) return undefined;
  const named = roles.some(({ properties }) => Object.keys(properties).some((name) => namedProperty.test(name)));
  return named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
}

function requireCapabilities(resources: Record<string, { type: string; properties: object }>, given: readonly string[]): void {
  const needed = neededCapability(resources);
  if (needed === undefined || given.includes('CAPABILITY_NAMED_IAM') || given.includes(needed)) return;
  throw awsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`);
}

function tagsAsked(tags: Tag[] | undefined, live: Version | undefined): Record<string, string> {
  if (!tags) return live?.tags ?? {};
  if (tags.length > 50) throw validationError('Too many tags: at most 50 are allowed');
  const reserved = tags.find(({ Key }) => Key?.startsWith('aws:'));
  if (reserved) throw validationError('aws: prefixed tag key names are not allowed for external use.');
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

function linkedTemplate(world: World, url: string): string {
  const { hostname, pathname } = URL.canParse(url) ? new URL(url) : { hostname: '', pathname: '' };
  const path = decodeURIComponent(pathname.slice(1));
  const virtual = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com$/.exec(hostname)?.[1];
  const [bucket = '', ...rest] = path.split('/');
  const at = virtual === undefined ? { Bucket: bucket, Key: rest.join('/') } : { Bucket: virtual, Key: path };
  if (virtual === undefined && !/^s3[.-]/.test(hostname)) throw validationError('TemplateURL must be a supported URL.');
  try {
    return (world.context.call('S3', 'ReadText', at) as { text: string }).text;
  } catch (error) {
    const reason = error instanceof Error ? error.name : '';
    throw validationError(`S3 error: ${reason}. TemplateURL must reference a valid S3 object to which you have access.`);
  }
}

import { invokeAsynchronously } from '../lambda/invoke-asynchronously.ts';
import type { Context } from '../service.ts';
import { generatedName } from './generated-name.ts';
import { presignedUrls, presignUrl } from './presigned-urls.ts';
import { readAnswer } from './read-answer.ts';
import type { Progress, ResourceRequest, ResourceType } from './resource-type.ts';

/** What is remembered of a request until its answer or its end. */
interface Pending {
  readonly url: string;
  readonly requestId: string;
}

const urlSeconds = 7200;
const longestTimeout = 3600;

/** `AWS::CloudFormation::CustomResource` and well-formed `Custom::` names of at most 60 characters. */
export function isCustomResource(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || (/^Custom::[a-zA-Z0-9_@-]+$/.test(type) && type.length <= 60);
}

/** A resource whose handlers are somebody's Lambda, which answers through a presigned URL. */
export function customResourceType(type: string): ResourceType {
  return {
    type,
    createOnly: [],
    create: (request, context) => refused(request, context) ?? send('Create', type, request, context),
    update: (request, context) => {
      if (request.previous?.ServiceToken !== request.properties.ServiceToken)
        return failed('Modifying service token is not allowed.');
      return refused(request, context) ?? send('Update', type, request, context);
    },
    delete: (request, context) => send('Delete', type, request, context),
    check,
    normalise: (properties) => inStrings(properties) as Record<string, unknown>,
    madeUpId: generatedName,
  };
}

function refused({ properties }: ResourceRequest, context: Context): Progress | undefined {
  const { ServiceToken: token, ServiceTimeout: timeout } = properties;
  if (typeof token !== 'string' || token === '') return failed('Property ServiceToken cannot be empty.');
  const [, region] = /^arn:[^:]+:(?:lambda|sns):([^:]+):\d+:/.exec(token) ?? [];
  if (region !== context.region) return failed('Invalid service token.');
  if (!token.includes(':lambda:')) return failed('the simulator does not model service tokens of SNS');
  const wrong = timeout !== undefined && !(/^\d{1,4}$/.test(String(timeout)) && Number(timeout) >= 1 && Number(timeout) <= 3600);
  return wrong ? failed('ServiceTimeout must be an integer from 1 to 3600.') : undefined;
}

function failed(reason: string): Progress {
  return { state: 'FAILED', reason, untouched: true };
}

function send(kind: 'Create' | 'Update' | 'Delete', type: string, request: ResourceRequest, context: Context): Progress {
  const { stackId, logicalId, physicalId, properties, previous } = request;
  const { ServiceToken: token, ServiceTimeout: timeout } = properties;
  const requestId = context.uuid();
  const bucket = `cloudformation-custom-resource-response-${context.region.replaceAll('-', '')}`;
  const key = `${stackId}|${logicalId}|${requestId}`;
  const url = presignUrl(context, { bucket, key, seconds: urlSeconds, stackId, logicalId });
  const seconds = Number(timeout ?? longestTimeout);
  const known = kind === 'Create' || physicalId === undefined ? {} : { physicalId };
  invokeAsynchronously(context, String(token), {
    RequestType: kind,
    ServiceToken: token,
    ...(timeout !== undefined && { ServiceTimeout: timeout }),
    ResponseURL: url,
    StackId: stackId,
    RequestId: requestId,
    LogicalResourceId: logicalId,
    ...(known.physicalId !== undefined && { PhysicalResourceId: known.physicalId }),
    ResourceType: type,
    ResourceProperties: properties,
    ...(kind === 'Update' && { OldResourceProperties: previous ?? {} }),
  });
  const memory: Pending = { url, requestId };
  return { state: 'BUSY', ...known, askAgainInSeconds: seconds, memory };
}

/** Asked when an answer is there, or when the time is over. */
function check(request: ResourceRequest & { readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' }, context: Context): Progress {
  const { stackId, logicalId, operation } = request;
  const { url, requestId } = request.memory as Pending;
  const id = () => request.physicalId ?? generatedName(request, context);
  const body = presignedUrls(context)[url]?.bodies[0];
  if (body !== undefined) {
    const answer = readAnswer(body, { StackId: stackId, LogicalResourceId: logicalId, RequestId: requestId });
    if ('reason' in answer) return { state: 'FAILED', physicalId: answer.physicalId ?? id(), reason: answer.reason };
    if (operation === 'DELETE') return { state: 'DONE', physicalId: id() };
    const { physicalId, attributes, noEcho } = answer;
    return { state: 'DONE', physicalId, attributes, answer: { requestId, noEcho } };
  }
  const reason =
    'CloudFormation did not receive a response from your Custom Resource. ' +
    `Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, ` +
    'you may need to update your Lambda function code so that CloudFormation can attach the updated version.';
  return { state: 'FAILED', physicalId: id(), reason };
}

/** CloudFormation sends every scalar as a string, however deep. */
function inStrings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inStrings);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inStrings(member)]));
}

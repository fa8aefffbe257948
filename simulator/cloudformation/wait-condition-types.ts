import type { Context } from '../service.ts';
import { presignedUrls, presignUrl } from './presigned-urls.ts';
import { readSignals } from './read-signals.ts';
import type { Progress, ResourceRequest, ResourceType } from './resource-type.ts';

interface Waiting {
  readonly url: string;
  readonly expected: number;
  readonly deadline: number;
}

/** As seen in URLs of such handles: `X-Amz-Expires=86399`. */
const urlSeconds = 86_399;
const longestTimeout = 43_200;

const handle: ResourceType = {
  type: 'AWS::CloudFormation::WaitConditionHandle',
  createOnly: [],
  create: ({ stackId, logicalId }, context) => {
    const bucket = `cloudformation-waitcondition-${context.region}`;
    const key = `${stackId}/${logicalId}`;
    const physicalId = presignUrl(context, { bucket, key, seconds: urlSeconds, stackId, logicalId });
    return { state: 'BUSY', physicalId, askAgainInSeconds: context.between(0.2, 1) };
  },
  update: ({ physicalId = '' }) => ({ state: 'DONE', physicalId }),
  delete: ({ physicalId = '' }) => ({ state: 'DONE', physicalId }),
  check: ({ physicalId = '' }) => ({ state: 'DONE', physicalId }),
};

const condition: ResourceType = {
  type: 'AWS::CloudFormation::WaitCondition',
  createOnly: [],
  create: (request, context) => {
    const { Handle: url, Timeout: timeout, Count: count = 1 } = request.properties;
    const signalled = presignedUrls(context)[String(url)];
    if (!signalled) return { state: 'FAILED', reason: 'Property Handle must be the URL of a wait condition handle.' };
    if (!isWithin(timeout, longestTimeout) || !isWithin(count, Number.MAX_SAFE_INTEGER))
      return { state: 'FAILED', reason: `Timeout must be from 1 to ${longestTimeout} seconds, Count at least 1.` };
    const deadline = context.now() + Number(timeout) * 1000;
    const memory: Waiting = { url: String(url), expected: Number(count), deadline };
    return judge(`${request.stackId}/${signalled.logicalId}`, memory, context);
  },
  update: () => {
    const reason = 'Update to resource type AWS::CloudFormation::WaitCondition is not supported.';
    return { state: 'FAILED', reason, untouched: true };
  },
  delete: ({ physicalId = '' }) => ({ state: 'DONE', physicalId }),
  check: ({ physicalId = '', memory }: ResourceRequest, context) => judge(physicalId, memory as Waiting, context),
};

/** A handle is a URL anybody may signal under; a condition waits until that was done often enough. */
export const waitConditionTypes: readonly ResourceType[] = [handle, condition];

function judge(physicalId: string, waiting: Waiting, context: Context): Progress {
  const { url, expected, deadline } = waiting;
  const signals = readSignals(presignedUrls(context)[url]?.bodies ?? [], expected);
  if ('reason' in signals) return { state: 'FAILED', physicalId, reason: signals.reason };
  const received = Object.keys(signals.data).length;
  if (received >= expected) return { state: 'DONE', physicalId, attributes: { Data: JSON.stringify(signals.data) } };
  const left = (deadline - context.now()) / 1000;
  if (left > 0) return { state: 'BUSY', physicalId, askAgainInSeconds: left, memory: waiting };
  const reason = `WaitCondition timed out. Received ${received} conditions when expecting ${expected}`;
  return { state: 'FAILED', physicalId, reason };
}

function isWithin(value: unknown, most: number): boolean {
  return /^\d+$/.test(String(value)) && Number(value) >= 1 && Number(value) <= most;
}

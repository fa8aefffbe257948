import type { Region, RegionOptions } from '../../../simulator/region.ts';
import { stackStory, stackWorld } from './stack-world.ts';

/** What a provider's Lambda is sent. */
export interface Asked {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ServiceToken: string;
  readonly ServiceTimeout?: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
}

export const token = 'arn:aws:lambda:eu-west-1:111122223333:function:provider';

export const thing = (properties: object = {}, more: object = {}) => ({
  Type: 'Custom::Thing',
  Properties: { ServiceToken: token, ...properties },
  ...more,
});

/** A log group that cannot be made. */
export const bad = (more: object = {}) => ({
  Type: 'AWS::Logs::LogGroup',
  Properties: { LogGroupName: 'bad', RetentionInDays: 2 },
  ...more,
});

export function put(region: Region, url: string, body: string): number {
  return (region.call('CloudFormation', 'PutResponse', { url, body }) as { status: number }).status;
}

/** Answers a request, well and in full but for these fields. */
export function answer(region: Region, asked: Asked | undefined, fields: object = {}): number {
  if (!asked) throw new Error('nothing was asked');
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = 'thing-1' } = asked;
  const whole = { Status: 'SUCCESS', PhysicalResourceId, StackId, RequestId, LogicalResourceId, ...fields };
  return put(region, asked.ResponseURL, JSON.stringify(whole));
}

/**
 * A region with one provider. It keeps what it is asked; what `reply` gives it answers at once, and nothing when that
 * is undefined.
 */
export function providerWorld(
  reply: (asked: Asked) => object | undefined = () => undefined,
  options: Partial<RegionOptions> = {},
) {
  const asked: Asked[] = [];
  const runLambda = async (_: string, payload: unknown) => {
    const request = payload as Asked;
    asked.push(request);
    const fields = reply(request);
    if (fields) answer(region, request, fields);
  };
  const region = stackWorld({ runLambda, ...options });
  const until = async (holds: () => boolean) => {
    while (!holds()) await step(region);
  };
  return {
    region,
    asked,
    until,
    heard: async (count: number): Promise<Asked> => {
      await until(() => asked.length >= count);
      const last = asked[count - 1];
      if (!last) throw new Error('nothing was asked');
      return last;
    },
    /** By its newest event, which is never a stale read. */
    becomes: (stack: string, status: string) => until(() => stackStory(region, stack).at(-1) === status),
    told: () => asked.map(({ RequestType, PhysicalResourceId = '' }) => `${RequestType} ${PhysicalResourceId}`.trim()),
  };
}

/** One timer, or a turn for the Lambdas that are running. */
export async function step(region: Region): Promise<void> {
  if (region.running() > 0) await new Promise(setImmediate);
  else if (!region.fireNext()) throw new Error('the region came to rest before it held');
}

export async function pass(region: Region, seconds: number): Promise<void> {
  const end = region.state.now + seconds * 1000;
  while (region.running() > 0 || (region.nextTimerAt() ?? Number.POSITIVE_INFINITY) <= end) await step(region);
  region.advanceTo(end);
}

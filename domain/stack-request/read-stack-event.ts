import type { Spec } from '../../schemas/gen/spec.types.ts';
import { coerce } from './coerce.ts';
import { isResponseUrl, isSignalUrl } from './is-response-url.ts';
import { physicalIdOf } from './physical-id-of.ts';
import type { StackEvent } from './stack-event.ts';
import type { StackRequest } from './stack-request.ts';

type Read = { readonly refused: string } | { readonly refused?: undefined; readonly request: StackRequest };

/** Documented: an hour, and `ServiceTimeout` may only shorten it. Seconds. */
const longest = 3600;
/** What clearing away after a failed request may take, NAT gateways and draining included, so that its Delete finds it done. */
const clearing = 20 * 60;
/** For the answer itself: it is due within a minute of the moment, and may have to be sent a second time. */
const sending = 120;
/** A wait condition's longest, and so the longest that anything may take. Seconds. */
const longestWait = 12 * 3600;
/** As of a request of the API: the record holds it whole. */
const mostBytes = 256 * 1024;
const own = ['ServiceToken', 'ServiceTimeout', 'Name', 'Spec', 'WaitConditionHandle'];

/**
 * What CloudFormation asks, or why this cannot be from CloudFormation: then nobody is answered. What is wrong with the
 * properties is a fault of the template's author, and is answered.
 */
export function readStackEvent(event: StackEvent, account: string, now: number): Read {
  const { RequestType: type, StackId, LogicalResourceId, RequestId, ResponseURL, PhysicalResourceId: knownAs } = event;
  if (type !== 'Create' && type !== 'Update' && type !== 'Delete') return { refused: 'its RequestType is none' };
  if (![StackId, LogicalResourceId, RequestId, ResponseURL].every((one) => typeof one === 'string' && one !== ''))
    return { refused: 'it has no StackId, LogicalResourceId, RequestId or ResponseURL' };
  const ours = /^arn:aws[\w-]*:cloudformation:[a-z0-9-]+:(\d{12}):stack\/[^|]+$/.exec(StackId);
  if (ours?.[1] !== account) return { refused: 'its StackId is of no stack of this account' };
  if (type !== 'Create' && !knownAs) return { refused: 'it has no PhysicalResourceId' };
  const about = { stackId: StackId, logicalId: LogicalResourceId, requestId: RequestId };
  if (!isResponseUrl(ResponseURL, about)) return { refused: "its ResponseURL is not this request's in CloudFormation's bucket" };

  const properties = event.ResourceProperties ?? {};
  const { Name, Spec, ServiceTimeout = event.ServiceTimeout } = properties;
  const actor = `${StackId}|${LogicalResourceId}`;
  const name = typeof Name === 'string' && Name !== '' ? Name : undefined;
  const given = Number(ServiceTimeout);
  const timeout = given >= 1 && given <= longest ? given : longest;
  // Of a short time half is for going forward: less would stop what could still succeed, more would leave none to clear away.
  const budget = type === 'Delete' ? Math.max(timeout - sending, timeout / 2) : Math.max(timeout - clearing, timeout / 2);
  const { WaitConditionHandle: handle } = properties;
  const fault = type === 'Delete' ? undefined : faultOf(properties, StackId);
  const signalled = type !== 'Delete' && fault === undefined && typeof handle === 'string';
  const [forward, all] = signalled
    ? [longestWait - clearing, longestWait - sending]
    : [budget, Math.max(timeout - sending, timeout / 2)];
  return {
    request: {
      ...about,
      type,
      actor,
      ...(knownAs === undefined ? {} : { knownAs }),
      physicalId: name === undefined || type === 'Delete' ? (knownAs ?? physicalIdOf(actor, '')) : physicalIdOf(actor, name),
      ...(name === undefined ? {} : { environment: name }),
      strays: [],
      ...(type === 'Delete' || fault !== undefined ? {} : { spec: coerce(Spec) as Spec }),
      ...(fault === undefined ? {} : { fault }),
      responseUrl: ResponseURL,
      ...(signalled ? { signalUrl: handle } : {}),
      receivedAt: new Date(now).toISOString(),
      givesUpAt: new Date(now + forward * 1000).toISOString(),
      endsAt: new Date(now + all * 1000).toISOString(),
    },
  };
}

function faultOf(properties: Readonly<Record<string, unknown>>, stackId: string): string | undefined {
  const { WaitConditionHandle: handle, Spec = '' } = properties;
  const size = Buffer.byteLength(JSON.stringify(Spec));
  const faults = [
    ...(typeof properties.Name === 'string' ? [] : ['Name is missing: the name of the environment']),
    ...(typeof properties.Spec === 'object' && properties.Spec !== null ? [] : ['Spec is missing: what the environment is']),
    ...(size > mostBytes ? [`Spec has ${size} bytes; the limit is ${mostBytes}, larger sources are uploads`] : []),
    ...(handle === undefined || (typeof handle === 'string' && isSignalUrl(handle, { stackId }))
      ? []
      : ['WaitConditionHandle is no Ref of a wait condition handle of this region']),
    ...Object.keys(properties)
      .filter((name) => !own.includes(name))
      .map((name) => `${name} is no property: what an environment is stands under Spec`),
  ];
  return faults.length > 0 ? `PROPERTIES_REFUSED: ${faults.join('; ')}.` : undefined;
}

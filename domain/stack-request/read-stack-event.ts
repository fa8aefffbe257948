import type { Spec } from '../../schemas/gen/spec.types.ts';
import { sha256 } from '../hash.ts';
import { operationId } from '../operation/operation-id.ts';
import { requestSeed } from '../operation/request-seed.ts';
import { coerce } from './coerce.ts';
import { deadlines } from './deadlines.ts';
import { isResponseUrl, isSignalUrl } from './is-response-url.ts';
import { madeAs } from './made-as.ts';
import { physicalIdOf } from './physical-id-of.ts';
import type { StackEvent } from './stack-event.ts';
import type { StackRequest } from './stack-request.ts';

type Read = { readonly refused: string } | { readonly refused?: undefined; readonly request: StackRequest };

/** Documented: an hour, and `ServiceTimeout` may only shorten it. Seconds. */
const longest = 3600;
/** What is looked at once a minute has to have a minute to be answered in. */
const shortest = 180;
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
  const { Name, Spec, ServiceTimeout = event.ServiceTimeout, WaitConditionHandle: handle } = properties;
  const actor = `${StackId}|${LogicalResourceId}`;
  const name = typeof Name === 'string' && Name !== '' ? Name : undefined;
  const given = Number(ServiceTimeout);
  const timeout = given >= 1 && given <= longest ? given : longest;
  const fault = type === 'Delete' ? undefined : faultOf(properties, StackId, timeout);
  const signalled = type !== 'Delete' && fault === undefined && typeof handle === 'string';
  const asked = askedAt(ResponseURL, now);
  const environment = type === 'Delete' ? madeAs(actor, knownAs ?? '')?.environment : name;
  return {
    request: {
      ...about,
      type,
      actor,
      ...(knownAs === undefined ? {} : { knownAs }),
      physicalId: type === 'Delete' ? (knownAs ?? '') : physicalIdOf(actor, opens(actor, name ?? '', RequestId)),
      ...(environment === undefined ? {} : { environment }),
      ...(type === 'Delete' || fault !== undefined ? {} : { spec: coerce(Spec) as Spec }),
      ...(fault === undefined ? {} : { fault }),
      responseUrl: ResponseURL,
      ...(signalled ? { signalUrl: handle, signalHash: sha256(handle) } : {}),
      askedAt: new Date(asked).toISOString(),
      receivedAt: new Date(now).toISOString(),
      timeoutSeconds: timeout,
      ...deadlines(type, asked, timeout, signalled),
    },
  };
}

/** The operation this request opens, if it opens one. */
const opens = (actor: string, name: string, key: string) =>
  operationId(name, requestSeed({ actor, method: 'PUT', path: `/environments/${name}`, key }));

/**
 * When the address was signed, which is when CloudFormation asked: Lambda may have brought the event minutes later, an operator
 * hours. Never later than now; an address without a date was signed just now.
 */
function askedAt(url: string, now: number): number {
  const date = /[?&]X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(url);
  if (!date) return now;
  const [, year, month, day, hour, minute, second] = date.map(Number);
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return Math.min(at, now);
}

function faultOf(properties: Readonly<Record<string, unknown>>, stackId: string, timeout: number): string | undefined {
  const { WaitConditionHandle: handle, Spec = '' } = properties;
  const size = Buffer.byteLength(JSON.stringify(Spec));
  const faults = [
    ...(typeof properties.Name === 'string' ? [] : ['Name is missing: the name of the environment']),
    ...(typeof properties.Spec === 'object' && properties.Spec !== null ? [] : ['Spec is missing: what the environment is']),
    ...(size > mostBytes ? [`Spec has ${size} bytes; the limit is ${mostBytes}, larger sources are uploads`] : []),
    ...(handle === undefined || (typeof handle === 'string' && isSignalUrl(handle, { stackId }))
      ? []
      : ['WaitConditionHandle is no Ref of a wait condition handle of this region']),
    ...(timeout < shortest ? [`ServiceTimeout is ${timeout} seconds: less than ${shortest} is no time to answer in`] : []),
    ...Object.keys(properties)
      .filter((name) => !own.includes(name))
      .map((name) => `${name} is no property: what an environment is stands under Spec`),
  ];
  return faults.length > 0 ? `PROPERTIES_REFUSED: ${faults.join('; ')}.` : undefined;
}

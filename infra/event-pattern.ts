import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { arn } from './arn.ts';

/**
 * A catalog's pattern for this account. The catalog does not know where it will live and writes wildcards for partition, region
 * and account. EventBridge counts them: it refused a rule with eight as "too complex", and the remedy was a prefix
 * (github.com/vals-ai/Valkyrie/pull/278; where the limit is, is not documented). Here everything is known, so each becomes the
 * prefix of an ARN, which is also narrower, and what cannot is an error at synthesis rather than in the account.
 */
export function eventPattern(pattern: object): EventPattern {
  const { 'detail-type': detailType, source, ...rest } = pattern as Readonly<Record<string, unknown>>;
  const service = Array.isArray(source) ? String(source[0]).replace(/^aws\./, '') : '';
  return {
    ...(source !== undefined && { source }),
    ...(detailType !== undefined && { detailType }),
    ...(withPrefixes(rest, service) as object),
  } as EventPattern;
}

function withPrefixes(value: unknown, service: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withPrefixes(one, service));
  if (typeof value !== 'object' || value === null) return value;
  if ('wildcard' in value) return { prefix: prefixOf(String(value.wildcard), service) };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withPrefixes(one, service)]));
}

/** `arn:aws*:ecs:*:*:service/moorage-*` or, with the service left to the event's source, `*:stateMachine:moorage-*`. */
function prefixOf(wildcard: string, source: string): string {
  const [, service = source, resource] = /^(?:arn:aws\*:([a-z0-9-]+):\*:\*|\*):([^*]+)\*$/.exec(wildcard) ?? [];
  if (resource === undefined || service === '') throw new Error(`${wildcard} is not the ARNs of one kind of resource here`);
  return arn(service, resource);
}

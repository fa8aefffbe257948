import { sha256 } from '../hash.ts';
import { isName } from '../is-name.ts';
import { imageKey, secretKey, sourceKey } from './watch-keys.ts';
import type { Wish } from './wish.ts';

/** What an event tells: a wish, and whom it concerns: those that follow `key`, or those it names. */
export interface Happening extends Wish {
  readonly key?: string;
  readonly environments?: readonly string[];
}

interface Event {
  readonly id?: string;
  /** The same in every delivery of it. */
  readonly time?: string;
  readonly source?: string;
  readonly 'detail-type'?: string;
  readonly account?: string;
  readonly region?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Reads an event as a happening; undefined: it is none of ours. The seed is what happened and when, not the event that tells it:
 * a tag that goes back to where it was has moved once more.
 */
export function happeningOf(event: Event): Happening | undefined {
  const { source, time = '', detail = {} } = event;
  const text = (name: string) => (typeof detail[name] === 'string' ? detail[name] : '');
  if (source === 'aws.ecr') {
    if (text('action-type') !== 'PUSH' || text('result') !== 'SUCCESS' || !text('image-tag')) return undefined;
    const registry = `${event.account}.dkr.ecr.${event.region}.amazonaws.com`;
    const [repository, tag, digest] = [text('repository-name'), text('image-tag'), text('image-digest')];
    const why = `${registry}/${repository}:${tag} was pushed as ${digest}`;
    return { kind: 'REBUILD', trigger: 'base image', why, seed: `${why} ${time}`, key: imageKey({ registry, repository, tag }) };
  }
  if (source === 'aws.s3') {
    const [bucket, object] = [detail.bucket, detail.object] as Readonly<Record<string, string>>[];
    const key = object?.key ?? '';
    const version = object?.['version-id'] ?? object?.sequencer ?? object?.etag ?? '';
    const why = `s3://${bucket?.name}/${key} was written (${version})`;
    // A bucket whose versions are suspended calls every one of them null.
    const seed = `${why} ${object?.sequencer ?? time}`;
    return { kind: 'REBUILD', trigger: 'source', why, seed, key: sourceKey(bucket?.name ?? '', key) };
  }
  if (source === 'aws.secretsmanager') {
    const data = (detail.additionalEventData ?? detail.requestParameters ?? {}) as Readonly<Record<string, unknown>>;
    const arn = String(data.SecretId ?? data.secretId ?? '');
    if (!arn.startsWith('arn:')) return undefined;
    const why = `${arn} was rotated at ${text('eventTime') || time}`;
    return { kind: 'RESTART', trigger: 'secret', why, seed: why, key: secretKey(arn) };
  }
  if (event['detail-type'] === 'Rebuild Requested') {
    const named = Array.isArray(detail.environments) ? detail.environments : [];
    const environments = named.filter((one): one is string => typeof one === 'string' && isName(one));
    // EventBridge vouches for the account; the source is what whoever put the event calls itself. Who that was it does not say.
    const by = `an event of ${source} from account ${event.account}`;
    const why = text('reason') ? `${text('reason').slice(0, longestReason)} (${by})` : `${by} asked for it`;
    return { kind: 'REBUILD', trigger: 'event', why, seed: sayableSeed(`${source} ${text('id') || event.id}`), environments };
  }
  return undefined;
}

const longestReason = 500;

/** It is kept wherever the wish is, and an event may be as long as a book. */
const sayableSeed = (seed: string) => (seed.length > 200 ? sha256(seed) : seed);

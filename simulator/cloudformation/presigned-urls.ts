import type { Context } from '../service.ts';
import type { CloudFormationState, PresignedUrl } from './cloudformation-state.ts';

/** Gives out a URL under which anybody who knows it may put a text into a bucket of CloudFormation's. */
export function presignUrl(
  context: Context,
  place: { bucket: string; key: string; seconds: number; stackId: string; logicalId: string },
): string {
  const { bucket, key, seconds, stackId, logicalId } = place;
  const now = new Date(context.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const day = now.slice(0, 8);
  const query = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': now,
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Expires': String(seconds),
    'X-Amz-Credential': `AKIA${context.id(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}/${day}/${context.region}/s3/aws4_request`,
    'X-Amz-Signature': context.id(64, '0123456789abcdef'),
  };
  // The slashes of the stack's ARN stand as they are in the URLs people have published; colons and bars do not.
  const path = key.split('/').map(encodeURIComponent).join('/');
  const url = `https://${bucket}.${s3Host(context)}/${path}?${new URLSearchParams(query)}`;
  const kept = Object.entries(presignedUrls(context)).filter(([, { expiresAt }]) => expiresAt > context.now());
  const made: PresignedUrl = { stackId, logicalId, expiresAt: context.now() + seconds * 1000, bodies: [] };
  context.state<CloudFormationState>('CloudFormation').presigned = { ...Object.fromEntries(kept), [url]: made };
  return url;
}

export function presignedUrls(context: Context): Record<string, PresignedUrl> {
  const state = context.state<CloudFormationState>('CloudFormation');
  state.presigned ??= {};
  return state.presigned;
}

/** Older regions have been seen with a dash (the knob), us-east-1 without its name. */
function s3Host({ region, knob }: Context): string {
  if (region === 'us-east-1') return 's3.amazonaws.com';
  return `s3${knob('cloudformation.responses.dashedHost') === true ? '-' : '.'}${region}.amazonaws.com`;
}

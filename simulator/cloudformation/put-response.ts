import type { Context } from '../service.ts';
import { presignedUrls } from './presigned-urls.ts';

/**
 * A PUT to a presigned URL, as the bucket behind it answers: the way a custom resource's provider and the signaller of a
 * wait condition speak to CloudFormation. The knob `cloudformation.responses.unreachable` cuts the network.
 */
export function putResponse(input: { url: string; body: string }, context: Context): { status: number } {
  if (context.knob('cloudformation.responses.unreachable') === true)
    throw Object.assign(new Error('connect ETIMEDOUT'), { name: 'TimeoutError' });
  const place = presignedUrls(context)[input.url];
  if (!place || place.expiresAt <= context.now()) return { status: 403 };
  place.bodies.push(input.body);
  context.after(context.between(0.5, 2), 'CloudFormation', 'responded', { url: input.url });
  return { status: 200 };
}

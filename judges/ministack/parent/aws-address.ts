import type { World } from '../deployed.ts';
import { region } from '../owner.ts';
import type { SentEvent } from './sent-event.ts';

/**
 * The address CloudFormation would have given for this request. What MiniStack finds an answer by is where S3 has a signature,
 * so that whoever brings an answer home has it from the address alone.
 */
export function awsAddress({ StackId, LogicalResourceId, RequestId, ResponseURL }: SentEvent): string {
  const key = encodeURIComponent(`${StackId}|${LogicalResourceId}|${RequestId}`);
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}`;
  return `https://${bucket}.s3.${region}.amazonaws.com/${key}?token=${ResponseURL.split('/').at(-1)}`;
}

/** Puts an answer where MiniStack waits for it. */
export async function bringHome({ ask, endpoint }: World, address: string, body: string): Promise<number> {
  const url = `${endpoint}/_ministack/cfn-response/${new URL(address).searchParams.get('token')}`;
  return (await ask('none', { method: 'PUT', url, body }, null)).status;
}

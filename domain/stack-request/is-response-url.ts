/**
 * Whether an answer may be sent there: into CloudFormation's own bucket of the stack's region, under the key of this very
 * request. Anything else is an event CloudFormation did not send. Bucket and key as documented ("Interface VPC endpoints" of
 * the CloudFormation user guide) and seen (aws-cloudformation-templates#54); both ways of writing a bucket's address are taken.
 */
export function isResponseUrl(text: string, { stackId, logicalId, requestId }: Request): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const region = stackId.split(':')[3];
  if (url?.protocol !== 'https:' || url.username || url.password || url.port || !region) return false;
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}`;
  const s3 = /^s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;
  const inHost = url.hostname.startsWith(`${bucket}.`) && s3.test(url.hostname.slice(bucket.length + 1));
  const inPath = s3.test(url.hostname) && url.pathname.startsWith(`/${bucket}/`);
  if (!inHost && !inPath) return false;
  return decoded(url.pathname.slice(inHost ? 1 : bucket.length + 2)) === `${stackId}|${logicalId}|${requestId}`;
}

interface Request {
  readonly stackId: string;
  readonly logicalId: string;
  readonly requestId: string;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

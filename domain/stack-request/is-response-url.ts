/**
 * Whether an answer may be sent there: into CloudFormation's own bucket of the stack's region, under the key of this very
 * request. Anything else is an event CloudFormation did not send. Bucket and key as documented ("Interface VPC endpoints" of
 * the CloudFormation user guide) and seen (aws-cloudformation-templates#54); both ways of writing a bucket's address are taken.
 */
export function isResponseUrl(text: string, { stackId, logicalId, requestId }: Request): boolean {
  const region = regionOf(stackId).replaceAll('-', '');
  return keyIn(text, `cloudformation-custom-resource-response-${region}`) === `${stackId}|${logicalId}|${requestId}`;
}

/** The same of a wait condition's handle, which may be in another stack than the resource: in the stack around it. */
export const isSignalUrl = (text: string, { stackId }: Pick<Request, 'stackId'>): boolean =>
  keyIn(text, `cloudformation-waitcondition-${regionOf(stackId)}`) !== undefined;

const regionOf = (arn: string) => arn.split(':')[3] ?? '';

/** The key an address names in that bucket of S3; undefined: it is no address in it. */
function keyIn(text: string, bucket: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username || url.password || url.port) return undefined;
  const s3 = /^s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;
  const inHost = url.hostname.startsWith(`${bucket}.`) && s3.test(url.hostname.slice(bucket.length + 1));
  const inPath = s3.test(url.hostname) && url.pathname.startsWith(`/${bucket}/`);
  return inHost || inPath ? decoded(url.pathname.slice(inHost ? 1 : bucket.length + 2)) : undefined;
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

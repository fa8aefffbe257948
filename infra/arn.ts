import { Aws } from 'aws-cdk-lib';

/** An ARN of this account and region, in whichever partition that is. */
export function arn(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}

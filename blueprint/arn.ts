import { Fn } from 'aws-cdk-lib/core';

/** An ARN of this account and region, in whichever partition that is. */
export function arn(service: string, resource: string): string {
  return Fn.sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
}

import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';

/** Templates and build contexts, named by their content. Kept with the record: a way back needs the template it goes back to. */
export function workBucket(stack: Stack): Bucket {
  return new Bucket(stack, 'Work', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

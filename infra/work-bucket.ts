import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';

/**
 * Templates and build contexts, named by their content. Kept with the record: a way back needs the template it goes back to.
 * Only what callers upload and nobody has taken over yet goes by itself.
 */
export function workBucket(stack: Stack): Bucket {
  const bucket = new Bucket(stack, 'Work', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    versioned: true,
    lifecycleRules: [
      {
        id: 'uploads-go',
        prefix: 'uploads/',
        expiration: Duration.days(1),
        noncurrentVersionExpiration: Duration.days(1),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
      // S3 takes no days beside it, so the marks that expiry leaves in a versioned bucket are a rule of their own.
      { id: 'uploads-leave-no-marks', prefix: 'uploads/', expiredObjectDeleteMarker: true },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // A bucket that stays goes on refusing what comes without TLS.
  bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return bucket;
}

import { awsError } from '../aws-error.ts';

/** S3's error codes with the texts and statuses of its API reference ("Error responses"). */
export const s3Errors = {
  noSuchBucket: (bucket: string) =>
    awsError('NoSuchBucket', 'The specified bucket does not exist', { statusCode: 404, fields: { BucketName: bucket } }),
  noSuchKey: (key: string) =>
    awsError('NoSuchKey', 'The specified key does not exist.', { statusCode: 404, fields: { Key: key } }),
  noSuchVersion: () => awsError('NoSuchVersion', 'The specified version does not exist.', { statusCode: 404 }),
  isDeleteMarker: () =>
    awsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', { statusCode: 405 }),
  // A HEAD answer has no body, so the SDK knows the status only and calls the message UnknownError.
  notFound: () => awsError('NotFound', 'UnknownError', { statusCode: 404 }),
  preconditionFailed: (condition: string) =>
    awsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      statusCode: 412,
      fields: { Condition: condition },
    }),
  badDigest: () => awsError('BadDigest', 'The SHA256 you specified did not match the calculated checksum.', { statusCode: 400 }),
  ownedByYou: () =>
    awsError('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.', {
      statusCode: 409,
    }),
  bucketNotEmpty: () => awsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', { statusCode: 409 }),
};

import { DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Describe } from './describe.ts';
import type { Standing } from './standing.ts';

/** The record, the work bucket and the queue. */
export const dataHeld: Readonly<Record<string, Describe>> = {
  'AWS::DynamoDB::Table': async ({ connect }, TableName) => {
    const { Table } = await connect(DynamoDBClient).send(new DescribeTableCommand({ TableName }));
    const backups = await connect(DynamoDBClient).send(new DescribeContinuousBackupsCommand({ TableName }));
    const { PointInTimeRecoveryStatus } = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
    return {
      ...Table,
      BillingMode: Table?.BillingModeSummary?.BillingMode,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: PointInTimeRecoveryStatus === 'ENABLED' },
    };
  },
  'AWS::S3::Bucket': async ({ connect }, Bucket) => {
    const s3 = connect(S3Client);
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const lifecycle = s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    const { Rules = [] } = await lifecycle.catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NoSuchLifecycleConfiguration') return { Rules: [] };
      throw error;
    });
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    return {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: ServerSideEncryptionConfiguration?.Rules?.map(
          ({ ApplyServerSideEncryptionByDefault }) => ({
            ServerSideEncryptionByDefault: ApplyServerSideEncryptionByDefault,
          }),
        ),
      },
      LifecycleConfiguration: { Rules: Rules.map(asInTemplate) },
      PublicAccessBlockConfiguration,
      VersioningConfiguration: { Status },
    };
  },
  'AWS::S3::BucketPolicy': async ({ connect }, _id, { Bucket }) => {
    const { Policy } = await connect(S3Client).send(new GetBucketPolicyCommand({ Bucket: String(Bucket) }));
    return { Bucket, PolicyDocument: JSON.parse(Policy ?? '{}') as unknown };
  },
  'AWS::SQS::Queue': (standing, id) => attributesOf(standing, id),
  'AWS::SQS::QueuePolicy': async (standing, _id, { Queues }) => {
    const [queue] = Queues as readonly string[];
    const { Policy } = await attributesOf(standing, queue ?? '');
    return { Queues, PolicyDocument: JSON.parse(Policy ?? '{}') as unknown };
  },
};

const asInTemplate = ({ ID, Prefix, Filter, Expiration, ...rest }: LifecycleRule) => ({
  ...rest,
  Id: ID,
  Prefix: Filter?.Prefix ?? Prefix,
  ExpirationInDays: Expiration?.Days,
  ExpiredObjectDeleteMarker: Expiration?.ExpiredObjectDeleteMarker,
});

async function attributesOf({ ask, endpoint }: Standing, QueueUrl: string): Promise<Readonly<Record<string, string>>> {
  const { status, body } = await ask('sqs', {
    method: 'POST',
    url: `${endpoint}/`,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.GetQueueAttributes' },
    body: JSON.stringify({ QueueUrl, AttributeNames: ['All'] }),
  });
  if (status !== 200) throw new Error(`GetQueueAttributes is answered ${status} ${JSON.stringify(body)}`);
  return (body as { Attributes: Readonly<Record<string, string>> }).Attributes;
}

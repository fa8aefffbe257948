import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { startMoto } from '../moto/start-moto.ts';
import type { Deployed } from './deployed-functions.ts';

export interface MotoAws {
  readonly endpoint: string;
  /** A client of the judge's own, to see what the functions did. */
  readonly client: <C>(Client: new (config: object) => C) => C;
  readonly stop: () => Promise<void>;
}

/** An AWS somebody else wrote, with the table, the bucket and the machines the control plane's functions are told of. */
export async function motoAws({ table, functions }: Deployed): Promise<MotoAws> {
  const { endpoint, stop } = await startMoto();
  try {
    const credentials = { accessKeyId: 'JUDGE', secretAccessKey: 'JUDGE' };
    const client = <C>(Client: new (config: object) => C) => new Client({ endpoint, region: 'eu-west-1', credentials });
    await client(DynamoDBClient).send(new CreateTableCommand(table as unknown as CreateTableCommandInput));
    const { BUCKET, DEPLOY_MACHINE, TEARDOWN_MACHINE } = { ...functions.EnsureImage.environment };
    const location = { LocationConstraint: 'eu-west-1' as const };
    await client(S3Client).send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: location }));
    await client(EventBridgeClient).send(new CreateEventBusCommand({ Name: functions.EnsureImage.environment.BUS }));
    for (const arn of [DEPLOY_MACHINE, TEARDOWN_MACHINE]) {
      const name = arn?.split(':').at(-1);
      // What the machines do is another judge's matter: an execution is only to be started here.
      const definition = JSON.stringify({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } } });
      const roleArn = 'arn:aws:iam::123456789012:role/machine';
      await client(SFNClient).send(new CreateStateMachineCommand({ name, definition, roleArn }));
    }
    return { endpoint, client, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { embeddedConnect } from '../../local/connect.ts';
import type { TestWorld } from './world.ts';

/** Takes every item out of the table, as somebody with the console can. Not a call of ours: nobody counts or hears it. */
export async function emptyTable({ region, dynamo, settings: { TABLE: TableName = '' } }: TestWorld): Promise<void> {
  const client = DynamoDBDocumentClient.from(embeddedConnect(region, dynamo)(DynamoDBClient));
  for await (const { Items = [] } of paginateScan({ client }, { TableName }))
    for (const { pk, sk } of Items) await client.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
}

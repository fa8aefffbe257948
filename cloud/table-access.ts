import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Where items are: the client and the table's name. */
export interface TableAccess {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

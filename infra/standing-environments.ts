import { DynamoDBClient, QueryCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';

type Settings = Readonly<Record<string, string | undefined>>;

/** The names of environments the record knows, of each status the first page: one is enough to refuse. */
export async function standingEnvironments(
  client = new DynamoDBClient({}),
  { TABLE, INDEX, PARTITION_KEY = '', SORT_KEY = '', STATUSES = '' }: Settings = process.env,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const status of STATUSES.split(',')) {
    const query = new QueryCommand({
      TableName: TABLE,
      IndexName: INDEX,
      KeyConditionExpression: '#status = :status',
      ExpressionAttributeNames: { '#status': PARTITION_KEY },
      ExpressionAttributeValues: { ':status': { S: `ENVIRONMENT#${status}` } },
    });
    const found = await client.send(query).catch((error: unknown) => {
      // Deleted by hand: there is no record that could say no.
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    });
    names.push(...(found?.Items ?? []).map((item) => item[SORT_KEY]?.S ?? '?'));
  }
  return names;
}

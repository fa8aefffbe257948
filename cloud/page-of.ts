import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { fromCursor, toCursor } from './cursor.ts';
import type { TableAccess } from './table-access.ts';

const keys = { byStatus: 'statusKey', byEnvironment: 'environmentKey' } as const;

interface List {
  readonly index: keyof typeof keys;
  readonly key: string;
  /** In the index's own order; else the other way round. */
  readonly forward: boolean;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** One page of what an index holds under a key, read item by item, and where the next one begins. */
export async function pageOf<T>(
  { client, name: TableName }: TableAccess,
  { index, key, forward, limit, cursor }: List,
  read: (item: Record<string, unknown>) => T,
): Promise<{ items: T[]; next?: string }> {
  const page = await client.send(
    new QueryCommand({
      TableName,
      IndexName: index,
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': keys[index] },
      ExpressionAttributeValues: { ':value': key },
      ScanIndexForward: forward,
      Limit: limit,
      ExclusiveStartKey: fromCursor(cursor),
    }),
  );
  const next = toCursor(page.LastEvaluatedKey);
  return { items: (page.Items ?? []).map(read), ...(next === undefined ? {} : { next }) };
}

import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TableAccess } from './table-access.ts';

/** Every item under a partition key, or those whose sort key begins so, as it is now, however many pages that takes. */
export async function allUnder(
  { client, name: TableName }: TableAccess,
  pk: string,
  begin?: string,
): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: begin === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :begin)',
        ExpressionAttributeValues: { ':pk': pk, ...(begin === undefined ? {} : { ':begin': begin }) },
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}

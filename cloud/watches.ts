import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TableAccess } from './table-access.ts';

/** From what may change outside to the environments that follow it. One that is not needed any more does no harm. */
export interface Watches {
  /** Every environment that follows the key, by name. */
  of(key: string): Promise<readonly string[]>;
  add(environment: string, keys: readonly string[]): Promise<void>;
  remove(environment: string, keys: readonly string[]): Promise<void>;
}

const keyOf = (key: string, environment: string) => ({ pk: `WATCH#${key}`, sk: environment });

export function makeWatches({ client, name: TableName }: TableAccess): Watches {
  return {
    async of(key) {
      const names: string[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': `WATCH#${key}` },
            ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
          }),
        );
        names.push(...(page.Items ?? []).map((item) => String(item.sk)));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return names;
    },
    async add(environment, keys) {
      for (const key of keys) await client.send(new PutCommand({ TableName, Item: keyOf(key, environment) }));
    },
    async remove(environment, keys) {
      for (const key of keys) await client.send(new DeleteCommand({ TableName, Key: keyOf(key, environment) }));
    },
  };
}

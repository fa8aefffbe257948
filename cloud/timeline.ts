import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TimelineEntry } from '../schemas/gen/api.types.ts';
import { conditionally } from './conditionally.ts';
import type { TableAccess } from './table-access.ts';

export interface Timeline {
  /** Tells a thing once: `key` is its identity within the operation, so a step that runs twice does not repeat itself. */
  tell(operation: string, key: string, entry: TimelineEntry): Promise<void>;
  /** In order of time. */
  read(operation: string): Promise<TimelineEntry[]>;
}

export function makeTimeline({ client, name: TableName }: TableAccess): Timeline {
  return {
    async tell(operation, key, entry) {
      const Item = { pk: `OPERATION#${operation}`, sk: `EVENT#${key}`, ...entry };
      await conditionally(() =>
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
    },
    async read(operation) {
      const entries: TimelineEntry[] = [];
      let place: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :operation AND begins_with(sk, :event)',
            ExpressionAttributeValues: { ':operation': `OPERATION#${operation}`, ':event': 'EVENT#' },
            ConsistentRead: true,
            ExclusiveStartKey: place,
          }),
        );
        for (const { at, phase, text } of page.Items ?? []) entries.push({ at, ...(phase === undefined ? {} : { phase }), text });
        place = page.LastEvaluatedKey;
      } while (place);
      return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    },
  };
}

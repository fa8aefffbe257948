import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { TimelineEntry } from '../schemas/gen/api.types.ts';
import { allUnder } from './all-under.ts';
import { conditionally } from './conditionally.ts';
import type { TableAccess } from './table-access.ts';

export interface Timeline {
  /** Tells a thing once: `key` is its identity within the operation, so a step that runs twice does not repeat itself. */
  tell(operation: string, key: string, entry: TimelineEntry): Promise<void>;
  /** In order of time. */
  read(operation: string): Promise<TimelineEntry[]>;
}

export function makeTimeline(access: TableAccess): Timeline {
  const { client, name: TableName } = access;
  return {
    async tell(operation, key, entry) {
      const Item = { pk: `OPERATION#${operation}`, sk: `EVENT#${key}`, ...entry };
      await conditionally(() =>
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
    },
    async read(operation) {
      const entries = (await allUnder(access, `OPERATION#${operation}`, 'EVENT#')).map(
        ({ at, phase, text }) => ({ at, ...(phase === undefined ? {} : { phase }), text }) as TimelineEntry,
      );
      return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    },
  };
}

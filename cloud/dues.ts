import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Due, DueKind } from '../domain/trigger/due.ts';
import { conditionally } from './conditionally.ts';
import type { TableAccess } from './table-access.ts';

/** What has to be done at a moment, one of each kind for an environment. */
export interface Dues {
  get(environment: string, kind: DueKind): Promise<Due | undefined>;
  set(due: Due): Promise<void>;
  clear(environment: string, kind: DueKind): Promise<void>;
  /** Takes it off the list, or puts it off until `next`. False: it has been set anew since, and stays as it is. */
  settle(due: Due, next?: string): Promise<boolean>;
  /** The earliest of those whose moment has come, as they were a moment ago. */
  until(now: number, limit: number, cursor?: Due): Promise<{ readonly items: readonly Due[]; readonly next?: Due }>;
}

const keyOf = (environment: string, kind: DueKind) => ({ pk: `ENVIRONMENT#${environment}`, sk: `DUE#${kind}` });
const itemOf = (due: Due) => ({ ...keyOf(due.environment, due.kind), ...due, statusKey: 'DUE', statusSort: due.at });
const dueOf = ({ environment, kind, at }: Record<string, unknown>) => ({ environment, kind, at }) as Due;

export function makeDues({ client, name: TableName }: TableAccess): Dues {
  return {
    async get(environment, kind) {
      const found = await client.send(new GetCommand({ TableName, Key: keyOf(environment, kind), ConsistentRead: true }));
      return found.Item ? dueOf(found.Item) : undefined;
    },
    async set(due) {
      await client.send(new PutCommand({ TableName, Item: itemOf(due) }));
    },
    async clear(environment, kind) {
      await client.send(new DeleteCommand({ TableName, Key: keyOf(environment, kind) }));
    },
    settle(due, next) {
      const still = {
        ConditionExpression: '#at = :at',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':at': due.at },
      };
      return conditionally(() =>
        next === undefined
          ? client.send(new DeleteCommand({ TableName, Key: keyOf(due.environment, due.kind), ...still }))
          : client.send(new PutCommand({ TableName, Item: itemOf({ ...due, at: next }), ...still })),
      );
    },
    async until(now, limit, cursor) {
      const page = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'byStatus',
          KeyConditionExpression: 'statusKey = :due AND statusSort <= :now',
          ExpressionAttributeValues: { ':due': 'DUE', ':now': new Date(now).toISOString() },
          Limit: limit,
          ...(cursor
            ? { ExclusiveStartKey: { ...keyOf(cursor.environment, cursor.kind), statusKey: 'DUE', statusSort: cursor.at } }
            : {}),
        }),
      );
      const items = (page.Items ?? []).map(dueOf);
      const last = page.LastEvaluatedKey ? items.at(-1) : undefined;
      return { items, ...(last ? { next: last } : {}) };
    },
  };
}

import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Due, DueKind } from '../domain/trigger/due.ts';
import type { TableAccess } from './table-access.ts';

/** What has to be done at a moment, one of each kind for an environment. */
export interface Dues {
  set(due: Due): Promise<void>;
  clear(environment: string, kind: DueKind): Promise<void>;
  /** The earliest of those whose moment has come. */
  until(now: number, limit: number): Promise<readonly Due[]>;
}

const keyOf = (environment: string, kind: DueKind) => ({ pk: `ENVIRONMENT#${environment}`, sk: `DUE#${kind}` });

export function makeDues({ client, name: TableName }: TableAccess): Dues {
  return {
    async set(due) {
      const Item = { ...keyOf(due.environment, due.kind), ...due, statusKey: 'DUE', statusSort: due.at };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async clear(environment, kind) {
      await client.send(new DeleteCommand({ TableName, Key: keyOf(environment, kind) }));
    },
    async until(now, limit) {
      const page = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'byStatus',
          KeyConditionExpression: 'statusKey = :due AND statusSort <= :now',
          ExpressionAttributeValues: { ':due': 'DUE', ':now': new Date(now).toISOString() },
          Limit: limit,
        }),
      );
      return (page.Items ?? []).map(({ environment, kind, at }) => ({ environment, kind, at }) as Due);
    },
  };
}

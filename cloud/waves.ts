import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Wave } from '../domain/trigger/wave.ts';
import { conditionally } from './conditionally.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { TableAccess } from './table-access.ts';

export interface Waves {
  get(id: string): Promise<Wave | undefined>;
  /** False: the same happening has begun one already. */
  begin(wave: Wave): Promise<boolean>;
  /** False: somebody else has gone on with it meanwhile. */
  save(wave: Wave): Promise<boolean>;
  listByStatus(status: Wave['status'], limit: number, cursor?: string): Promise<{ items: Wave[]; next?: string }>;
}

const keyOf = (id: string) => ({ pk: `WAVE#${id}`, sk: 'WAVE' });
const itemOf = (wave: Wave) => ({
  ...keyOf(wave.id),
  ...wave,
  statusKey: `WAVE#${wave.status}`,
  statusSort: `${wave.startedAt} ${wave.id}`,
});

export function makeWaves({ client, name: TableName }: TableAccess): Waves {
  return {
    async get(id) {
      const found = await client.send(new GetCommand({ TableName, Key: keyOf(id), ConsistentRead: true }));
      return found.Item ? waveOf(found.Item) : undefined;
    },
    begin: (wave) =>
      conditionally(() =>
        client.send(new PutCommand({ TableName, Item: itemOf(wave), ConditionExpression: 'attribute_not_exists(pk)' })),
      ),
    save: (wave) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: itemOf(wave),
            ConditionExpression: '#version = :seen',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':seen': wave.version - 1 },
          }),
        ),
      ),
    async listByStatus(status, limit, cursor) {
      const page = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'byStatus',
          KeyConditionExpression: 'statusKey = :key',
          ExpressionAttributeValues: { ':key': `WAVE#${status}` },
          ScanIndexForward: status === 'OPEN',
          Limit: limit,
          ...(cursor ? { ExclusiveStartKey: fromCursor(cursor) } : {}),
        }),
      );
      const next = toCursor(page.LastEvaluatedKey);
      return { items: (page.Items ?? []).map(waveOf), ...(next === undefined ? {} : { next }) };
    },
  };
}

function waveOf(item: Record<string, unknown>): Wave {
  const { pk, sk, statusKey, statusSort, ...wave } = item;
  return wave as unknown as Wave;
}

import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Wave } from '../domain/trigger/wave.ts';
import { conditionally } from './conditionally.ts';
import { pageOf } from './page-of.ts';
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

export function makeWaves(access: TableAccess): Waves {
  const { client, name: TableName } = access;
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
    listByStatus: (status, limit, cursor) =>
      pageOf(access, { index: 'byStatus', key: `WAVE#${status}`, forward: status === 'OPEN', limit, cursor }, waveOf),
  };
}

function waveOf(item: Record<string, unknown>): Wave {
  const { pk, sk, statusKey, statusSort, ...wave } = item;
  return wave as unknown as Wave;
}

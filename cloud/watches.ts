import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { allUnder } from './all-under.ts';
import type { TableAccess } from './table-access.ts';

/** From what may change outside to the environments that follow it. One that is not needed any more does no harm. */
export interface Watches {
  /** Every environment that follows the key, by name. */
  of(key: string): Promise<readonly string[]>;
  add(environment: string, keys: readonly string[]): Promise<void>;
  remove(environment: string, keys: readonly string[]): Promise<void>;
}

const keyOf = (key: string, environment: string) => ({ pk: `WATCH#${key}`, sk: environment });

export function makeWatches(access: TableAccess): Watches {
  const { client, name: TableName } = access;
  return {
    async of(key) {
      return (await allUnder(access, `WATCH#${key}`)).map(({ sk }) => String(sk));
    },
    async add(environment, keys) {
      for (const key of keys) await client.send(new PutCommand({ TableName, Item: keyOf(key, environment) }));
    },
    async remove(environment, keys) {
      for (const key of keys) await client.send(new DeleteCommand({ TableName, Key: keyOf(key, environment) }));
    },
  };
}

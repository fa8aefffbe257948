import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Freeze } from '../domain/freeze.ts';
import { conditionally } from './conditionally.ts';
import type { TableAccess } from './table-access.ts';

/** The one freeze. Every write names what it saw, so that no operator undoes what another has done since. */
export interface Freezes {
  get(): Promise<Freeze | undefined>;
  /** False: what stands is no longer what was seen. */
  set(freeze: Freeze, seen: Freeze | undefined): Promise<boolean>;
  /** False: what stands is no longer what was seen. */
  lift(seen: Freeze): Promise<boolean>;
}

const Key = { pk: 'FREEZE', sk: 'FREEZE' };

export function makeFreezes({ client, name: TableName }: TableAccess): Freezes {
  return {
    async get() {
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (!Item) return undefined;
      const { pk, sk, ...freeze } = Item;
      return freeze as Freeze;
    },
    set: (freeze, seen) =>
      conditionally(() => client.send(new PutCommand({ TableName, Item: { ...Key, ...freeze }, ...stillAs(seen) }))),
    lift: (seen) => conditionally(() => client.send(new DeleteCommand({ TableName, Key, ...stillAs(seen) }))),
  };
}

function stillAs(seen: Freeze | undefined) {
  if (!seen) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#scope = :scope AND #reason = :reason AND #by = :by AND #since = :since',
    ExpressionAttributeNames: { '#scope': 'scope', '#reason': 'reason', '#by': 'by', '#since': 'since' },
    ExpressionAttributeValues: { ':scope': seen.scope, ':reason': seen.reason, ':by': seen.by, ':since': seen.since },
  };
}

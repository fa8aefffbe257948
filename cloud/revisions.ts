import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Revision } from '../domain/operation/revision.ts';
import { conditionally } from './conditionally.ts';
import type { TableAccess } from './table-access.ts';

export interface Revisions {
  /**
   * Written before the lock is taken, under the operation's id. False: another request has written its own there, which two
   * requests with one key and different bodies would do.
   */
  save(revision: Revision): Promise<boolean>;
  get(environment: string, operation: string): Promise<Revision | undefined>;
}

const keyOf = (environment: string, operation: string) => ({ pk: `ENVIRONMENT#${environment}`, sk: `REVISION#${operation}` });

export function makeRevisions({ client, name: TableName }: TableAccess): Revisions {
  return {
    async save(revision) {
      // Spec and effective spec are kept as text: callers' maps may hold anything, and 400 KB is counted in one place.
      const { spec, effective, ...rest } = revision;
      const Item = {
        ...keyOf(revision.environment, revision.operation),
        ...rest,
        spec: JSON.stringify(spec),
        effective: JSON.stringify(effective),
      };
      return conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item,
            ConditionExpression: 'attribute_not_exists(pk) OR requestHash = :hash',
            ExpressionAttributeValues: { ':hash': revision.requestHash },
          }),
        ),
      );
    },
    async get(environment, operation) {
      const found = await client.send(new GetCommand({ TableName, Key: keyOf(environment, operation), ConsistentRead: true }));
      if (!found.Item) return undefined;
      const { pk, sk, spec, effective, ...rest } = found.Item;
      return { ...rest, spec: JSON.parse(spec), effective: JSON.parse(effective) } as Revision;
    },
  };
}

import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Environment, Lock } from '../domain/operation/environment.ts';
import type { Wish } from '../domain/trigger/wish.ts';
import type { EnvironmentStatus } from '../schemas/gen/api.types.ts';
import { conditionally } from './conditionally.ts';
import { pageOf } from './page-of.ts';
import type { TableAccess } from './table-access.ts';

export interface Environments {
  get(name: string): Promise<Environment | undefined>;
  /** Takes the lock of a new name. False: the name is taken by now. */
  claim(environment: Environment & { readonly active: Lock }): Promise<boolean>;
  /**
   * Writes an environment the table had lost. In the place of `instead`, only while that is as it was seen, locked by nobody
   * and never served; else only where there is none. False: there is another one.
   */
  restore(environment: Environment, instead?: Environment): Promise<boolean>;
  /** Takes the lock of an environment nobody works on, if it is still as the caller saw it. False: it is not. */
  lock(seen: Environment, lock: Lock, status: EnvironmentStatus): Promise<boolean>;
  /**
   * Puts an operation behind the one that runs, in the place of the one that was there before. False: the environment is not as
   * it was seen any more.
   */
  queue(seen: Environment & { readonly active: Lock }, next: Lock): Promise<boolean>;
  /** Takes it out again. False: it is not there any more. */
  dequeue(name: string, operation: string): Promise<boolean>;
  /** Keeps a wish for when the operation that runs is over, or it is not paused any more. True also when one of its kind is kept already. */
  remember(seen: Environment, wish: Wish): Promise<boolean>;
  /**
   * Writes what the operation made of the environment and gives its lock back, or hands it over. False: it no longer holds the
   * lock, or what is behind it, or the last number given out, is no longer what `seen` had.
   */
  release(operation: string, environment: Environment, seen: Environment): Promise<boolean>;
  /** Forgets an environment that is gone, while that operation still holds its lock. */
  forget(operation: string, name: string): Promise<boolean>;
  /** Remembers what is chosen once; the first choice stays for the environment's life, and is the answer. */
  choose<K extends ChosenOnce>(name: string, what: K, choice: Chosen<K>): Promise<Chosen<K>>;
  listByStatus(status: EnvironmentStatus, limit: number, cursor?: string): Promise<{ items: Environment[]; next?: string }>;
}

/** What AWS would answer differently some day, and must never move what stands. */
type ChosenOnce = 'zoneIds' | 'bastionImageId';
type Chosen<K extends ChosenOnce> = NonNullable<Environment[K]>;

const keyOf = (name: string) => ({ pk: `ENVIRONMENT#${name}`, sk: 'ENVIRONMENT' });
const itemOf = (environment: Environment) => ({
  ...keyOf(environment.name),
  ...environment,
  statusKey: `ENVIRONMENT#${environment.status}`,
  statusSort: environment.name,
});

export function makeEnvironments(access: TableAccess): Environments {
  const { client, name: TableName } = access;
  const get = async (name: string) => {
    const found = await client.send(new GetCommand({ TableName, Key: keyOf(name), ConsistentRead: true }));
    return found.Item ? environmentOf(found.Item) : undefined;
  };
  return {
    get,
    claim: (environment) =>
      conditionally(() =>
        client.send(new PutCommand({ TableName, Item: itemOf(environment), ConditionExpression: 'attribute_not_exists(pk)' })),
      ),
    restore: (environment, instead) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: itemOf(environment),
            ...(instead
              ? {
                  ConditionExpression:
                    'attribute_not_exists(active) AND attribute_not_exists(serving) AND createdAt = :created AND updatedAt = :seenAt',
                  ExpressionAttributeValues: { ':created': instead.createdAt, ':seenAt': instead.updatedAt },
                }
              : { ConditionExpression: 'attribute_not_exists(pk)' }),
          }),
        ),
      ),
    lock: (seen, lock, status) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(seen.name),
            UpdateExpression: `SET active = :lock, #status = :status, statusKey = :statusKey, lastRevision = :revision, updatedAt = :at, createdBy = :owner${lock.kind === 'CREATE' ? ', madeBy = :operation' : ''}`,
            ConditionExpression:
              'attribute_exists(pk) AND attribute_not_exists(active) AND lastRevision = :seen AND updatedAt = :seenAt',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':lock': lock,
              ':owner': seen.createdBy,
              ...(lock.kind === 'CREATE' ? { ':operation': lock.operation } : {}),
              ':status': status,
              ':statusKey': `ENVIRONMENT#${status}`,
              ':revision': Math.max(lock.revision, seen.lastRevision),
              ':at': lock.openedAt,
              ':seen': seen.lastRevision,
              ':seenAt': seen.updatedAt,
            },
          }),
        ),
      ),
    queue: (seen, next) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(seen.name),
            UpdateExpression: 'SET #next = :next, lastRevision = :revision, createdBy = :owner',
            ConditionExpression: `active.#operation = :active AND lastRevision = :seen AND ${behind(seen.next?.operation)}`,
            ExpressionAttributeNames: { '#next': 'next', '#operation': 'operation' },
            ExpressionAttributeValues: {
              ':next': next,
              ':owner': seen.createdBy,
              ':revision': next.revision,
              ':active': seen.active.operation,
              ':seen': seen.lastRevision,
              ...(seen.next ? { ':behind': seen.next.operation } : {}),
            },
          }),
        ),
      ),
    dequeue: (name, operation) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(name),
            UpdateExpression: 'REMOVE #next',
            ConditionExpression: behind(operation),
            ExpressionAttributeNames: { '#next': 'next', '#operation': 'operation' },
            ExpressionAttributeValues: { ':behind': operation },
          }),
        ),
      ),
    async remember(seen, wish) {
      if (seen.again?.[wish.kind]) return true;
      const held = '(attribute_exists(active) OR #status = :paused)';
      const first = !seen.again;
      return conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(seen.name),
            UpdateExpression: first ? 'SET again = :wish' : 'SET again.#kind = :wish',
            ConditionExpression: first ? `${held} AND attribute_not_exists(again)` : `${held} AND attribute_exists(again)`,
            ExpressionAttributeNames: { '#status': 'status', ...(first ? {} : { '#kind': wish.kind }) },
            ExpressionAttributeValues: { ':wish': first ? { [wish.kind]: wish } : wish, ':paused': 'PAUSED' },
          }),
        ),
      );
    },
    release: (operation, environment, seen) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: itemOf(environment),
            // Who came and went again since has drawn a number.
            ConditionExpression: `active.#operation = :operation AND lastRevision = :seen AND ${behind(seen.next?.operation)} AND ${wishes(seen)}`,
            ExpressionAttributeNames: {
              '#next': 'next',
              '#operation': 'operation',
              '#REBUILD': 'REBUILD',
              '#RESTART': 'RESTART',
            },
            ExpressionAttributeValues: {
              ':operation': operation,
              ':seen': seen.lastRevision,
              ...(seen.next ? { ':behind': seen.next.operation } : {}),
            },
          }),
        ),
      ),
    forget: (operation, name) =>
      conditionally(() =>
        client.send(
          new DeleteCommand({
            TableName,
            Key: keyOf(name),
            ConditionExpression: 'active.#operation = :operation',
            ExpressionAttributeNames: { '#operation': 'operation' },
            ExpressionAttributeValues: { ':operation': operation },
          }),
        ),
      ),
    async choose(name, what, choice) {
      const first = await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(name),
            UpdateExpression: 'SET #what = :choice',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#what)',
            ExpressionAttributeNames: { '#what': what },
            ExpressionAttributeValues: { ':choice': choice },
          }),
        ),
      );
      return first ? choice : ((await get(name))?.[what] ?? choice);
    },
    listByStatus: (status, limit, cursor) =>
      pageOf(access, { index: 'byStatus', key: `ENVIRONMENT#${status}`, forward: true, limit, cursor }, environmentOf),
  };
}

/** Condition that this operation, or none, waits behind the lock. */
const behind = (operation: string | undefined) => (operation ? '#next.#operation = :behind' : 'attribute_not_exists(#next)');

/** Condition that no wish has come since. */
const wishes = ({ again }: Environment) =>
  (['REBUILD', 'RESTART'] as const)
    .map((kind) => `${again?.[kind] ? 'attribute_exists' : 'attribute_not_exists'}(again.#${kind})`)
    .join(' AND ');

function environmentOf(item: Record<string, unknown>): Environment {
  const { pk, sk, statusKey, statusSort, ...environment } = item;
  return environment as unknown as Environment;
}

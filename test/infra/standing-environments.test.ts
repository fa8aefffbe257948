import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { makeEnvironments } from '../../cloud/environments.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { standingEnvironments } from '../../infra/standing-environments.ts';
import { createTable } from '../../local/create-table.ts';
import { makeDynamoDb } from '../../local/dynamodb.ts';
import type { EnvironmentStatus } from '../../schemas/gen/api.types.ts';
import { synthesized } from './synthesized.ts';

const client = new DynamoDBClient({
  region: 'us-east-1',
  credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
  requestHandler: makeDynamoDb().requestHandler,
});

/** What the guard's Lambda is told in the template; the table's name is the account's to choose. */
const guard = Object.values(synthesized().resources).find(
  ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && String(Properties.Description).includes('refuses to be removed'),
);
const { Variables = {} } = (guard?.Properties.Environment ?? {}) as { Variables?: Record<string, string> };
const settings: Readonly<Record<string, string>> = { ...Variables, TABLE: 'record' };

test('the guard sees every environment, whatever its status, and nothing where there is no record', async () => {
  expect(await standingEnvironments(client, settings)).toEqual([]);
  await createTable(() => client as never, 'record');
  expect(await standingEnvironments(client, settings)).toEqual([]);

  const statuses = settings.STATUSES?.split(',') as EnvironmentStatus[];
  expect(statuses).toEqual(expect.arrayContaining(['AVAILABLE', 'STUCK', 'DELETING']));
  const table = { client: DynamoDBDocumentClient.from(client), name: 'record' };
  const active = {
    operation: 'x',
    kind: 'CREATE',
    revision: 1,
    trigger: 'request',
    actor: 'a',
    openedAt: 'now',
    requestHash: 'h',
  };
  for (const status of statuses) {
    const environment = { name: `is-${status.toLowerCase()}`, status, createdBy: 'a', createdAt: 'now', updatedAt: 'now' };
    await makeEnvironments(table).claim({ ...environment, lastRevision: 1, protected: false, active } as Environment & {
      active: NonNullable<Environment['active']>;
    });
  }
  await table.client.send(
    new PutCommand({
      TableName: 'record',
      Item: { pk: 'OPERATION#x', sk: 'OPERATION', statusKey: 'OPERATION#RUNNING', statusSort: 'x' },
    }),
  );
  expect([...(await standingEnvironments(client, settings))].sort()).toEqual(
    statuses.map((one) => `is-${one.toLowerCase()}`).sort(),
  );
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { table } from '../../functions/catalog.ts';

test('the table the runbook has made by hand has the keys and indexes of the catalog, and no others', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const command = /aws dynamodb create-table [^`]*/.exec(runbook)?.[0] ?? '';
  const schema = (partition: string, sort: string) =>
    `{AttributeName=${partition},KeyType=HASH},{AttributeName=${sort},KeyType=RANGE}`;
  const { partitionKey, sortKey, indexes } = table;

  expect(command).toContain(`--key-schema ${schema(partitionKey, sortKey).replace(/[{}]/g, '').replace(',Attr', ' Attr')} `);
  const wanted = Object.entries(indexes).map(
    ([name, { partitionKey: partition, sortKey: sort }]) =>
      `'IndexName=${name},KeySchema=[${schema(partition, sort)}],Projection={ProjectionType=ALL}'`,
  );
  expect(command.match(/'IndexName=[^']*'/g)).toEqual(wanted);
  const named = [...command.matchAll(/AttributeName=(\w+),AttributeType=S/g)].map(([, name]) => name);
  const keys = [partitionKey, sortKey, ...Object.values(indexes).flatMap((index) => [index.partitionKey, index.sortKey])];
  expect(named).toEqual(keys);
});

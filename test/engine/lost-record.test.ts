import { expect, it } from 'vitest';
import { makeDynamoDb } from '../../local/dynamodb.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { givenWorld } from '../support/world.ts';
import { missing, serves } from './support-standing.ts';

it('a PUT of a name whose stacks stand, though the record was lost, fails and leaves what serves alone', async () => {
  const before = await givenWorld();
  await before.ended(await before.put('hello', demoSpec));
  await before.passes(5);
  const world = await givenWorld({ dynamo: makeDynamoDb(), state: structuredClone(before.region.state) });
  const standing = serves(world);

  const operation = await world.ended(await world.put('hello', demoSpec));

  expect(operation).toMatchObject({ kind: 'CREATE', status: 'FAILED' });
  expect(operation.causes.map(({ message }) => message).join()).toContain('the record knows nothing of it');
  expect(serves(world)).toEqual(standing);
  expect(missing(world)).toEqual([]);
});

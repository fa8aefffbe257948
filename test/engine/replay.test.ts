import { expect, it } from 'vitest';
import { sha256 } from '../../domain/hash.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { givenWorld } from '../support/world.ts';

const run = async (seed: number) => {
  const world = await givenWorld({ seed });
  const created = await world.ended(await world.put('hello', demoSpec));
  const { body } = await world.request<{ operation: string }>('DELETE', '/environments/hello');
  const removed = await world.ended(body.operation);
  return { created, removed, state: sha256(JSON.stringify(world.region.state)) };
};

it('a seed is a replay: the same answers and the same world, byte for byte; another seed is another world', async () => {
  const first = await run(11);
  const second = await run(11);
  const other = await run(12);

  expect(second).toEqual(first);
  expect(other.state).not.toBe(first.state);
});

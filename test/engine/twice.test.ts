import { expect, it } from 'vitest';
import type { FunctionName } from '../../functions/catalog.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld } from '../support/world.ts';

const twice = async (_name: FunctionName, _payload: unknown, run: () => Promise<unknown>) => {
  await run().catch(() => {});
  return run();
};
const both = async (_name: FunctionName, _payload: unknown, run: () => Promise<unknown>) => {
  const [first] = await Promise.all([run(), run().catch(() => {})]);
  return first;
};

it.each([
  ['one after the other', twice],
  ['at the same time', both],
] as const)('every step may run twice, %s', async (_name, around) => {
  // The API is asked once: a request without a key that is sent twice is two requests.
  const world = await givenWorld({ around: (name, payload, run) => (name === 'Api' ? run() : around(name, payload, run)) });

  const created = await world.ended(await world.put('hello', demoSpec));

  expect(created.status).toBe('SUCCEEDED');
  expect(created.attempts.filter(({ n }) => n > 1)).toEqual([]);
  expect(await unsettled(world)).toEqual([]);

  const { body } = await world.request<{ operation: string }>('DELETE', '/environments/hello');
  expect((await world.ended(body.operation)).status).toBe('SUCCEEDED');
  expect(await unsettled(world)).toEqual([]);
});

it('every third invocation that dies at its end changes nothing', async () => {
  let count = 0;
  const world = await givenWorld({
    around: async (name, _payload, run) => {
      const value = await run();
      count += 1;
      // Lambda's own word for a process that is gone: what it did has happened, its answer has not arrived.
      if (name !== 'Api' && count % 3 === 0) throw Object.assign(new Error('exited'), { name: 'Runtime.ExitError' });
      return value;
    },
  });

  const created = await world.ended(await world.put('hello', demoSpec));

  expect(created.status).toBe('SUCCEEDED');
  expect(await unsettled(world)).toEqual([]);
});

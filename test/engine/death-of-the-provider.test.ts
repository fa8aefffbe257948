import { expect, it } from 'vitest';
import { everyDeath } from '../support/every-death.ts';
import { throughDeath } from '../support/mortal-world.ts';
import { sampled } from '../support/sampled.ts';
import type { TestWorld } from '../support/world.ts';
import { environments, failingAfter, parentStack, wrongAnswers } from './support-parent.ts';

const web = { image: 'nginx:1.27', port: 80 };
const spec = { services: { web } };
const changed = { services: { web: { ...web, variables: { COLOUR: 'green' } } } };

type Step = readonly [begin: (stack: ReturnType<typeof parentStack>) => void, ends: string];
/** Goes through the steps from wherever the process before this one has come. */
async function through(world: TestWorld, steps: readonly Step[], stays: Readonly<Record<string, string>> = {}) {
  const stack = parentStack(world);
  if (stack.isThere()) await stack.settled();
  const done = stack.isThere() ? steps.findIndex(([, ends]) => ends === stack.status()) : -1;
  if (stack.isThere() && done < 0) throw new Error(`the stack is ${stack.status()}: ${stack.reasons().join()}`);
  for (const [begin, ends] of steps.slice(done + 1)) {
    begin(stack);
    await stack.settled();
    if (stack.status() !== ends) throw new Error(`the stack is ${stack.status()}, not ${ends}: ${stack.reasons().join()}`);
  }
  await world.passes(40);
  expect(await environments(world)).toEqual(stays);
  const wrong = wrongAnswers(world);
  if (wrong.length > 0) throw new Error(wrong.join('; '));
}
const life = (world: TestWorld) =>
  through(world, [
    [(stack) => stack.begin({ spec }), 'CREATE_COMPLETE'],
    [(stack) => stack.beginUpdate({ spec: changed, name: 'market' }), 'UPDATE_COMPLETE'],
    [(stack) => stack.beginDelete(), 'DELETE_COMPLETE'],
  ]);
const failure = (seconds: number) => (world: TestWorld) =>
  through(world, [
    [(stack) => stack.begin({ spec, others: failingAfter(seconds) }), 'ROLLBACK_COMPLETE'],
    [(stack) => stack.beginDelete(), 'DELETE_COMPLETE'],
  ]);

it.each(
  sampled(
    [
      ['before', 'made, renamed and taken away', life],
      ['after', 'made, renamed and taken away', life],
      ['before', 'made beside a sibling that fails', failure(120)],
      ['after', 'made beside a sibling that fails', failure(120)],
      // Sooner than Lambda brings an event for the second time.
      ['before', 'made beside a sibling that fails at once', failure(20)],
      ['after', 'made beside a sibling that fails at once', failure(20)],
    ] as const,
    2,
  ),
)('killed %s a call of the provider, what a stack has %s is right', { timeout: 900_000 }, async (moment, _what, scenario) => {
  const { calls, fatal } = await everyDeath(moment, scenario, undefined, 151, { by: 'Provider' });

  expect(calls).toBeGreaterThan(40);
  expect(fatal).toEqual([]);
});

it.each(['DynamoDB.PutItem', 'SFN.StartExecution'])(
  'killed as its first %s was heard, the provider goes on with what it has begun',
  async (of) => {
    const made = (world: TestWorld) =>
      through(world, [[(stack) => stack.begin({ spec }), 'CREATE_COMPLETE']], { shop: 'AVAILABLE' });

    const { at } = await throughDeath({ call: 1, of, moment: 'after' }, made, undefined, { by: 'Provider' });

    expect(at).toBe(of);
  },
);

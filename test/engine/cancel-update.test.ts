import { describe, expect, it } from 'vitest';
import type { OperationView } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { sampled } from '../support/sampled.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { begunAfterTheFence, inFlight } from './support-facts.ts';
import { endedWatched, serves, templates } from './support-standing.ts';

/** One service goes, one comes, one changes: every stack has something to make and something to lose. */
const { stock = {} } = demoSpec.services;
const other: Spec = {
  ...demoSpec,
  builds: {},
  services: { stock: { ...stock, variables: { COLOUR: 'blue' } }, fresh: { image: 'httpd:2.4', port: 80 } },
};
const knobs: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['AWS as it is', {}],
  ['a CloudFormation that refuses a repeated token', { 'cloudformation.repeatedToken': 'error' }],
  ['a CloudFormation whose reads are stale', { 'cloudformation.staleReadSeconds': 10 }],
  ['no event ever arriving', { 'events.lost': true }],
];
const doneWith = (subject: string) => (operation: OperationView) =>
  operation.attempts.some((attempt) => attempt.subject === subject && attempt.outcome === 'DONE');
const begun = (subject: string) => (operation: OperationView) =>
  operation.attempts.some((attempt) => attempt.subject === subject && attempt.action !== 'stabilize');
const moments: readonly (readonly [string, (operation: OperationView) => boolean])[] = [
  ['as the foundation expands', begun('foundation')],
  ['once the registry has expanded', doneWith('registry')],
  ['as the services move', begun('services')],
  ['once the services have moved', doneWith('services')],
];
const footing = (world: TestWorld) => serves(world).map(({ variables, digests }) => ({ variables, digests }));

describe.each(knobs)('with %s', (knob, set) => {
  it.each(sampled(moments, 5, knob.length))('an update cancelled %s goes back to what served', async (_moment, reached) => {
    const world = await givenWorld();
    await world.ended(await world.put('hello', demoSpec));
    await world.passes(5);
    for (const [name, value] of Object.entries(set)) world.region.setKnob(name, value);
    const before = { footing: footing(world), templates: templates(world) };
    const id = await world.put('hello', other);
    await world.until(async () => reached(await world.operation(id)));

    await world.request('POST', `/operations/${id}/cancel`, {});
    const { operation, missed } = await endedWatched(world, id);

    expect(operation.status).toBe('CANCELLED');
    expect(missed).toEqual([]);
    expect(begunAfterTheFence(operation)).toEqual([]);
    expect(inFlight(world)).toEqual([]);
    expect(await unsettled(world)).toEqual([]);
    expect(footing(world)).toEqual(before.footing);
    expect(templates(world)).toEqual(before.templates);
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1 });
  });
});

it('an update that takes away what the earlier revision stood on cannot be cancelled any more, and says so', async () => {
  const world = await givenWorld();
  await world.ended(await world.put('hello', demoSpec));
  const id = await world.put('hello', other);
  await world.until(async () => (await world.operation(id)).attempts.some(({ subject }) => subject.endsWith('+contract')));

  const answer = await world.request('POST', `/operations/${id}/cancel`, {});

  expect(answer).toMatchObject({ status: 409, body: { code: 'OPERATION_PAST_RETURN', operation: id } });
  expect(await world.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 2 });
});

import { describe, expect, it } from 'vitest';
import type { OperationView, Phase } from '../../schemas/gen/api.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { sampled } from '../support/sampled.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { begunAfterTheFence, inFlight } from './support-facts.ts';

const phases: readonly Phase[] = ['PLAN', 'REGISTRY', 'FOUNDATION', 'BUILD', 'SERVICES', 'STABILITY'];
const knobs: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['AWS as it is', {}],
  ['a CloudFormation that deletes no stack it creates', { 'cloudformation.deleteDuringCreate': 'refuse' }],
  ['a CloudFormation that refuses a repeated token', { 'cloudformation.repeatedToken': 'error' }],
  ['a CloudFormation whose reads are stale', { 'cloudformation.staleReadSeconds': 10 }],
  ['no event ever arriving', { 'events.lost': true }],
  ['every event arriving twice and out of order', { 'events.doubled': true, 'events.shuffled': true }],
];

/** Right after the phase has begun its work, or as close to that as one can ask. */
const begun = (world: TestWorld, id: string, phase: Phase) => async () => {
  const operation = await world.operation(id);
  if (phase === 'PLAN') return true;
  if (phase === 'STABILITY')
    return operation.attempts.some(({ subject, outcome }) => subject === 'services' && outcome === 'DONE');
  return operation.phases.some((one) => one.phase === phase && one.status === 'RUNNING');
};
const cancel = (world: TestWorld, id: string) =>
  world.request<OperationView>('POST', `/operations/${id}/cancel`, { reason: 'changed my mind' });

describe.each(knobs)('with %s', (knob, set) => {
  it.each(sampled(phases, 7, knob.length))('a create cancelled in %s leaves nothing, and a second one works', async (phase) => {
    const world = await givenWorld();
    for (const [name, value] of Object.entries(set)) world.region.setKnob(name, value);
    const id = await world.put('hello', demoSpec);
    await world.until(begun(world, id, phase));

    const answer = await cancel(world, id);
    const operation = await world.ended(id);

    expect(answer.status).toBe(202);
    expect(operation).toMatchObject({ status: 'CANCELLED', diagnosis: { code: 'CANCELLED' } });
    expect(operation.diagnosis?.sentence).toContain('changed my mind');
    expect(begunAfterTheFence(operation)).toEqual([]);
    expect(inFlight(world)).toEqual([]);
    expect(await unsettled(world)).toEqual([]);
    expect(await world.ended(await world.put('hello', demoSpec))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await unsettled(world)).toEqual([]);
  });
});

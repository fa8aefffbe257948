import { describe, expect, it } from 'vitest';
import { inventory } from '../../simulator/inventory.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const abort = ({ region, settings }: TestWorld, machine: 'DEPLOY_MACHINE' | 'TEARDOWN_MACHINE') => {
  const stateMachineArn = settings[machine] ?? '';
  const { executions } = region.call('SFN', 'ListExecutions', { stateMachineArn, statusFilter: 'RUNNING' }) as {
    executions: { executionArn: string }[];
  };
  for (const { executionArn } of executions) region.call('SFN', 'StopExecution', { executionArn });
};

describe.each(['REGISTRY', 'BUILD', 'SERVICES'] as const)('an execution aborted in %s', (phase) => {
  it.each([
    ['the event of its end', {}],
    ['the sweep alone', { 'events.lost': true }],
  ])('is taken up by %s, and ends cleanly', async (_by, knobs) => {
    const world = await givenWorld();
    for (const [name, value] of Object.entries(knobs)) world.region.setKnob(name, value);
    const id = await world.put('hello', demoSpec);
    await world.until(async () => (await world.operation(id)).phases.find((one) => one.phase === phase)?.status === 'RUNNING');

    abort(world, 'DEPLOY_MACHINE');

    const ended = await world.ended(id);
    expect(ended.status).toBe('FAILED');
    expect(ended.diagnosis?.code).toBe('EXECUTION_ENDED');
    expect(ended.execution).toBe(`${id}-r1`);
    expect(await unsettled(world)).toEqual([]);
    expect(Object.values(inventory(world.region)).every((count) => count === 0)).toBe(true);
  });
});

it('a teardown aborted again and again is taken up again and again', async () => {
  const world = await givenWorld();
  await world.ended(await world.put('hello', demoSpec));
  const { body } = await world.request<{ operation: string }>('DELETE', '/environments/hello');
  for (let time = 0; time < 3; time += 1) {
    await world.passes(time === 0 ? 0.2 : 1.5);
    abort(world, 'TEARDOWN_MACHINE');
  }

  const ended = await world.ended(body.operation);

  expect(ended.status).toBe('SUCCEEDED');
  expect(ended.execution).toMatch(/-r[123]$/);
  expect(await unsettled(world)).toEqual([]);
});

it('a teardown that fails as soon as it begins is taken up less and less often', async () => {
  let broken = false;
  const world = await givenWorld({
    around: (name, _payload, run) => (broken && name === 'Fence' ? Promise.reject(new Error('broken')) : run()),
  });
  await world.ended(await world.put('hello', demoSpec));
  broken = true;
  const { body } = await world.request<{ operation: string }>('DELETE', '/environments/hello');
  await world.passes(10);

  // Ten minutes: 10 + 20 + 40 + 80 + 160 + 320 s are more than that.
  expect((await world.operation(body.operation)).execution).toMatch(/-r[4-6]$/);
  broken = false;
  expect(await world.ended(body.operation)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await unsettled(world)).toEqual([]);
});

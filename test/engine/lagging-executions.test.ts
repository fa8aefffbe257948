import { expect, it } from 'vitest';
import type { Accepted } from '../../schemas/gen/api.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const spec = (colour: string) => ({ services: { web: { image: 'nginx:1.27', port: 80, variables: { COLOUR: colour } } } });
const crashing = { services: { web: { image: 'acme/crashes:1' } } };
const lag = 'stepFunctions.staleReadSeconds';
const open = async (world: TestWorld) => (await unsettled(world)).filter((line) => !/^\d+ AWS::/.test(line));
/** The minute's sweep, or the bell of an execution that has ended badly somewhere. */
const sweep = (world: TestWorld) => world.invoke('Recover', {});

it('an operation the watchman has started is left to the execution it has started', async () => {
  let down = true;
  const world = await givenWorld({
    hook: {
      before: ({ operation }) => {
        if (down && operation === 'StartExecution') throw new Error('Step Functions is away');
      },
    },
  });
  world.region.setKnob(lag, 20);
  const id = await world.put('hello', spec('red'));
  await world.passes(0.75);
  down = false;
  await sweep(world);
  await sweep(world);

  const ended = await world.ended(id);

  expect([ended.status, ended.execution]).toEqual(['SUCCEEDED', id]);
  expect(await open(world)).toEqual([]);
});

it('one whose only execution has ended before it moved is taken up all the same', async () => {
  let broken = true;
  const world = await givenWorld({
    around: (name, _payload, run) => (broken && name === 'Planner' ? new Promise(() => {}) : run()),
  });
  world.region.setKnob(lag, 20);
  const id = await world.put('hello', spec('red'));
  const executionArn = `${world.settings.DEPLOY_MACHINE?.replace(':stateMachine:', ':execution:').replace(/:\d+$/, '')}:${id}`;
  world.region.call('SFN', 'StopExecution', { executionArn });
  broken = false;

  expect(await world.ended(id, 10)).toMatchObject({ status: 'FAILED', execution: `${id}-r1` });
  expect(await open(world)).toEqual([]);
});

it.each([
  ['PUT', spec('blue')],
  ['DELETE', undefined],
] as const)('a %s that waited for long is left alone when the lock is handed to it', async (method, wanted) => {
  const world = await givenWorld();
  await world.put('hello', demoSpec);
  await world.passes(3);
  const { body } = await world.request<Accepted>(method, '/environments/hello?supersede=true', wanted);
  world.region.setKnob(lag, 20);
  await world.until(async () => {
    await sweep(world);
    return (await world.operation(body.operation)).status === 'RUNNING';
  });
  await sweep(world);

  const ended = await world.ended(body.operation);

  expect([ended.status, ended.execution]).toEqual(['SUCCEEDED', body.operation]);
  expect(await open(world)).toEqual([]);
});

it('a deployment that has handed over to its teardown is left to that', async () => {
  const world = await givenWorld();
  world.region.setKnob(lag, 20);
  const id = await world.put('hello', crashing);
  await world.until(async () => {
    await sweep(world);
    return (await world.operation(id)).status === 'FAILING';
  });
  for (let second = 0; second < 60; second += 1) {
    await world.passes(1 / 60);
    await sweep(world);
  }

  const ended = await world.ended(id);

  expect([ended.status, ended.execution]).toEqual(['FAILED', `${id}-c`]);
  expect(await open(world)).toEqual([]);
});

it('a recovery that has been started is left to itself', async () => {
  const world = await givenWorld();
  const id = await world.put('hello', spec('red'));
  await world.until(async () =>
    (await world.operation(id)).phases.some(({ phase, status }) => phase === 'SERVICES' && status === 'RUNNING'),
  );
  world.region.setKnob(lag, 20);
  const executionArn = `${world.settings.DEPLOY_MACHINE?.replace(':stateMachine:', ':execution:').replace(/:\d+$/, '')}:${id}`;
  world.region.call('SFN', 'StopExecution', { executionArn });
  for (let second = 0; second < 60; second += 1) {
    await world.passes(1 / 60);
    await sweep(world);
  }

  const ended = await world.ended(id);

  expect([ended.status, ended.execution]).toEqual(['FAILED', `${id}-r1`]);
  expect(await open(world)).toEqual([]);
});

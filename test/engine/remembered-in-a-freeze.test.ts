import { expect, it } from 'vitest';
import type { WavePage } from '../../schemas/gen/api.types.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { baseImage, givenBase, pushBase } from './support-base.ts';
import { following, told } from './support-triggers.ts';

const updated = { ...following, services: { web: { image: baseImage, port: 80, variables: { COLOUR: 'blue' } } } };
const freeze = (world: TestWorld) => world.request('PUT', '/freeze', { reason: 'the sale', scope: 'triggers' });
const thaw = (world: TestWorld) => world.request('DELETE', '/freeze');

/** `hello` is being updated, a rebuild is remembered behind that, and the wave that says so is over. */
async function givenRemembered(before: (call: SdkCall) => Promise<void> | void = () => {}) {
  const world = await givenWorld({ hook: { before } });
  givenBase(world);
  expect(await world.ended(await world.put('hello', following))).toMatchObject({ status: 'SUCCEEDED' });
  const update = await world.put('hello', updated);
  await world.passes(0.5);
  pushBase(world, 'second');
  await world.passes(0.1);
  const { waves } = (await world.request<WavePage>('GET', '/waves?status=DONE')).body;
  expect(waves).toMatchObject([{ done: { hello: `remembered behind ${update}` } }]);
  return { world, update };
}
const rebuiltOnce = [
  ['CREATE', 'request', 'SUCCEEDED'],
  ['UPDATE', 'request', 'SUCCEEDED'],
  ['REBUILD', 'base image', 'SUCCEEDED'],
];

it('what was remembered behind an update that ends in a freeze is done after the thaw', async () => {
  const { world, update } = await givenRemembered();
  await freeze(world);
  expect(await world.ended(update)).toMatchObject({ status: 'SUCCEEDED' });
  await world.passes(5);
  expect((await world.environment('hello')).operation).toBeUndefined();
  const { waves } = (await world.request<WavePage>('GET', '/waves?status=OPEN')).body;
  expect(waves).toMatchObject([{ kind: 'REBUILD', pending: ['hello'] }]);

  await thaw(world);
  await world.passes(20);

  expect(await told(world)).toEqual(rebuiltOnce);
});

it.each([
  ['', false],
  [' that dies and is repeated', true],
])('what was remembered is done also when the thaw comes amid the release%s', async (_then, dies) => {
  let releasing: (() => Promise<void>) | undefined;
  const { world, update } = await givenRemembered(async ({ operation, input }) => {
    const { Item } = input as { Item?: { sk?: { S: string } } };
    if (operation !== 'PutItem' || Item?.sk?.S !== 'ENVIRONMENT') return;
    const first = releasing;
    releasing = undefined;
    await first?.();
  });
  await freeze(world);
  releasing = async () => {
    await thaw(world);
    // The calendar's minute comes just now.
    await world.invoke('Trigger', {});
    if (dies) throw Object.assign(new Error('the process died'), { name: 'AccessDeniedException' });
  };

  expect(await world.ended(update)).toMatchObject({ status: 'SUCCEEDED' });
  await world.passes(20);

  expect(releasing).toBeUndefined();
  expect(await told(world)).toEqual(rebuiltOnce);
});

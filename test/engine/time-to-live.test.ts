import { expect, it } from 'vitest';
import { makeTable } from '../../cloud/table.ts';
import { embeddedConnect } from '../../local/connect.ts';
import type { Accepted } from '../../schemas/gen/api.types.ts';
import type { EnvironmentExpiring } from '../../schemas/gen/event.types.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import { eventEar } from '../support/event-ear.ts';
import { dockerHubSecret, givenWorld, type TestWorld } from '../support/world.ts';
import { parentStack } from './support-parent.ts';
import { givenServing, rotate, told, web } from './support-triggers.ts';

const tableOf = ({ region, dynamo, settings }: TestWorld) => makeTable(embeddedConnect(region, dynamo), settings.TABLE ?? '');
const patch = async (world: TestWorld, body: object) =>
  world.ended((await world.request<Accepted>('PATCH', '/environments/hello', body)).body.operation);
const minutesOf = (world: TestWorld) => Math.round(world.region.context.now() / 60_000);

async function givenEar(before: (call: SdkCall) => Promise<void> | void = () => {}) {
  const ear = eventEar();
  const world = await givenWorld({ around: ear.around, hook: { before } });
  ear.listen(world);
  const expiring = () =>
    ear.heard
      .filter((one) => one['detail-type'] === 'Environment Expiring')
      .map(({ detail }) => (detail as EnvironmentExpiring).expiresAt);
  return { world, expiring };
}

it('that was extended while others were ended is the extended one', async () => {
  let listed: (() => Promise<unknown>) | undefined;
  const { world } = await givenEar(async ({ operation, input }) => {
    // The list of what is due has been read; the environment itself has not.
    if (operation !== 'GetItem' || !JSON.stringify(input).includes('"sk":{"S":"ENVIRONMENT"}')) return;
    const first = listed;
    listed = undefined;
    await first?.();
  });
  await world.ended(await world.put('hello', { ttl: '2h', services: { web } }));
  const table = tableOf(world);
  const { items } = await table.dues.until(world.region.context.now() + 3 * 3_600_000, 1);
  expect(items).toMatchObject([{ environment: 'hello', kind: 'warning' }]);
  await world.passes(90);
  const clock = world.region.state;
  const now = clock.now;
  listed = async () => {
    // Its due was listed as over; then a PATCH was quicker.
    clock.now = now;
    await patch(world, { ttl: '9h' });
  };
  clock.now = now + 3_600_000;
  await world.invoke('Trigger', {});
  await world.passes(60);

  expect(listed).toBeUndefined();
  expect(await told(world)).toEqual([
    ['CREATE', 'request', 'SUCCEEDED'],
    ['UPDATE', 'request', 'SUCCEEDED'],
  ]);
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE' });
});

it('is told of with the hour it ends, also when new tasks have come since', async () => {
  const { world, expiring } = await givenEar();
  const reading = { ...web, secrets: { HUB: dockerHubSecret } };
  await world.ended(await world.put('hello', { ttl: '4h', rebuild: { onSecretRotation: true }, services: { web: reading } }));
  await world.passes(60);
  rotate(world, '2026-11-01T03:00:00Z');
  await world.passes(90);
  expect((await told(world)).at(-1)).toEqual(['RESTART', 'secret', 'SUCCEEDED']);
  const [end = ''] = expiring();

  await world.until(async () => (await world.request('GET', '/environments/hello')).status === 404);

  expect(expiring()).toEqual([end]);
  expect(Math.abs(minutesOf(world) - Math.round(Date.parse(end) / 60_000))).toBeLessThan(15);
});

it('of what is protected neither ends nor is told, and fifty of them keep nobody waiting', async () => {
  const { world, expiring } = await givenEar();
  await world.ended(await world.put('hello', { ttl: '1h', protected: true, services: { web } }));
  const table = tableOf(world);
  const hello = await table.environments.get('hello');
  if (!hello) throw new Error('there is no hello');
  const at = new Date(world.region.context.now() + 60_000).toISOString();
  for (let index = 0; index < 50; index += 1) {
    const name = `kept-${index}`;
    await table.environments.restore({ ...hello, name });
    await table.dues.set({ environment: name, kind: 'end', at });
  }
  await world.ended(await world.put('other', { ttl: '1h', services: { web } }));

  await world.passes(90);

  expect((await world.request('GET', '/environments/other')).status).toBe(404);
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE' });
  expect(expiring()).toHaveLength(1);
});

it('begins when the protection is lifted', async () => {
  const world = await givenServing({ ttl: '1h', protected: true, services: { web } });
  await world.passes(90);

  await patch(world, { protected: false });
  await world.passes(50);
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE' });

  await world.passes(30);
  expect((await world.request('GET', '/environments/hello')).status).toBe(404);
});

it("of a stack's environment holds from the stack's own request, and another request of the stack renews it", async () => {
  const world = await givenWorld();
  const stack = parentStack(world);
  const spec = { ttl: '2h', services: { web } };
  stack.begin({ name: 'hello', spec });
  await stack.settled();
  await world.passes(90);
  stack.beginUpdate({ name: 'hello', spec: { ...spec, tags: { team: 'a' } } });
  await stack.settled();
  expect(stack.status()).toBe('UPDATE_COMPLETE');
  await world.passes(60);
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE' });

  await world.passes(90);

  expect((await told(world)).at(-1)).toEqual(['DELETE', 'ttl', 'SUCCEEDED']);
  expect((await world.request('GET', '/environments/hello')).status).toBe(404);
  expect(stack.status()).toBe('UPDATE_COMPLETE');
  stack.beginDelete();
  await stack.settled();
  expect(stack.status()).toBe('DELETE_COMPLETE');
});

it('that has ended takes nothing from the stack but its environment, which its next change makes anew', async () => {
  const world = await givenWorld();
  const stack = parentStack(world);
  stack.begin({ name: 'hello', spec: { ttl: '2h', services: { web } } });
  await stack.settled();
  await world.passes(180);
  expect((await world.request('GET', '/environments/hello')).status).toBe(404);
  expect(stack.status()).toBe('CREATE_COMPLETE');

  stack.beginUpdate({ name: 'hello', spec: { services: { web } } });
  await stack.settled();

  expect(stack.status()).toBe('UPDATE_COMPLETE');
  await world.passes(180);
  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE' });
  stack.beginDelete();
  await stack.settled();
  expect(stack.status()).toBe('DELETE_COMPLETE');
  expect((await world.request('GET', '/environments/hello')).status).toBe(404);
});

it("is no more once a stack's spec has none", async () => {
  const world = await givenWorld();
  const stack = parentStack(world);
  stack.begin({ name: 'hello', spec: { ttl: '2h', services: { web } } });
  await stack.settled();
  stack.beginUpdate({ name: 'hello', spec: { services: { web } } });
  await stack.settled();

  await world.passes(180);

  expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE' });
});

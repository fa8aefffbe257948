import { expect } from 'vitest';
import type { Accepted, RepairReport } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { missing } from './support-standing.ts';

const { custom = {}, stock = {} } = demoSpec.services ?? {};
const { builds: _builds, ...unbuilt } = demoSpec;
export const blue: Spec = { ...demoSpec, services: { custom, stock: { ...stock, variables: { COLOUR: 'blue' } } } };
/** One service goes: the foundation is expanded, the services move, the foundation is contracted. */
export const without: Spec = { ...unbuilt, services: { stock } };

export const restore = async (world: TestWorld, more: object = {}) => {
  const { status, body } = await world.request<RepairReport>('POST', '/repairs', { from: 'stacks', ...more });
  expect(status).toBe(200);
  return body;
};
export const repair = (world: TestWorld) => world.request<Accepted>('POST', '/environments/hello/repair');
export const remove = (world: TestWorld) => world.request<Accepted>('DELETE', '/environments/hello');
export const statusOf = async (world: TestWorld, { body }: { readonly body: Accepted }) =>
  (await world.ended(body.operation)).status;
export const reaches = (world: TestWorld, id: string, phase: string) =>
  world.until(async () => (await world.operation(id)).phases.find((one) => one.phase === phase)?.status === 'RUNNING');

/** `hello` serves the last of them, and nothing is under way. */
export async function givenServing(...specs: readonly Spec[]) {
  const world = await givenWorld();
  for (const spec of specs) await world.ended(await world.put('hello', spec));
  await world.passes(5);
  return world;
}

/** An update, a repair and a DELETE, and nothing is left of it. */
export async function livesOn(world: TestWorld) {
  expect((await world.ended(await world.put('hello', blue))).status).toBe('SUCCEEDED');
  expect(await statusOf(world, await repair(world))).toBe('SUCCEEDED');
  expect([missing(world), await unsettled(world)]).toEqual([[], []]);
  expect(await statusOf(world, await remove(world))).toBe('SUCCEEDED');
  expect(await unsettled(world)).toEqual([]);
}

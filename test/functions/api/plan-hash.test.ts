import { describe, expect, it } from 'vitest';
import type { Accepted, Plan, Problem } from '../../../schemas/gen/api.types.ts';
import type { Spec } from '../../../schemas/gen/spec.types.ts';
import type { TestWorld } from '../../support/world.ts';
import { executionsOf, givenServing } from './serving.ts';

const web = { image: 'nginx:1.27', port: 80 };
const spec = (colour: string, more: Spec = {}): Spec => ({
  services: { web: { ...web, variables: { COLOUR: colour } } },
  ...more,
});

const planOf = async (world: TestWorld, body: object) =>
  (await world.request<Plan>('POST', '/plans', { name: 'shop', ...body })).body;
const hashOf = async (world: TestWorld, body: object) => (await planOf(world, body)).planHash ?? '';

async function send(world: TestWorld, method: string, body: object, hash: string, query = '') {
  const answer = await world.request<Accepted & Problem>(method, `/environments/shop${query}`, body, { 'plan-hash': hash });
  return { status: answer.status, code: answer.body.code, operation: answer.body.operation };
}
async function done(world: TestWorld, method: string, path: string, body?: object) {
  const answer = await world.request<Accepted>(method, `/environments/shop${path}`, body);
  expect(await world.ended(answer.body.operation)).toMatchObject({ status: 'SUCCEEDED' });
}
/** What a plan says of what will happen. */
const shown = ({ change, images, stacks, services, interruptions }: Plan) => ({
  change,
  images,
  stacks,
  services,
  interruptions,
});

describe('a request with the hash of its plan', () => {
  it.each([
    ['PUT', { spec: spec('blue') }, spec('blue')],
    ['PATCH', { patch: { tags: { team: 'a' } } }, { tags: { team: 'a' } }],
  ])('does what the plan has shown: %s', async (method, planned, sent) => {
    const world = await givenServing(spec('red'));

    const { status, operation } = await send(world, method, sent, await hashOf(world, planned));

    expect([status, (await world.ended(operation)).status]).toEqual([202, 'SUCCEEDED']);
  });

  it('may say defaults that the plan left out, and has the hash in quotes', async () => {
    const world = await givenServing(spec('red'));
    const hash = await hashOf(world, { spec: spec('blue') });

    expect(await send(world, 'PUT', spec('blue', { egress: 'nat', network: { zones: 2 } }), `"${hash}"`)).toMatchObject({
      status: 202,
    });
  });

  it('is one that changes nothing, where the plan has said so', async () => {
    const world = await givenServing(spec('red'));

    expect(await send(world, 'PUT', spec('red'), await hashOf(world, { spec: spec('red') }))).toMatchObject({ status: 200 });
  });

  it.each<[string, (world: TestWorld) => Promise<unknown>, Spec?]>([
    ['another spec is sent', async () => {}, spec('green')],
    ['something else has come to serve', (world) => done(world, 'PATCH', '', { tags: { team: 'a' } })],
    ['it has been done already', (world) => done(world, 'PUT', '', spec('blue'))],
    ['it has gone to sleep', (world) => done(world, 'PATCH', '', { paused: true })],
    ['it is gone', (world) => done(world, 'DELETE', '')],
  ])('is refused once %s, and begins nothing', async (_when, meanwhile, sent = spec('blue')) => {
    const world = await givenServing(spec('red'));
    const hash = await hashOf(world, { spec: spec('blue') });
    await meanwhile(world);
    const before = executionsOf(world);

    expect(await send(world, 'PUT', sent, hash)).toEqual({ status: 412, code: 'PLAN_MOVED', operation: undefined });
    expect(executionsOf(world)).toEqual(before);
  });

  it('of a new name is refused once the name is taken', async () => {
    const world = await givenServing(spec('red'));
    const body = { name: 'other', spec: spec('red') };
    const hash = (await world.request<Plan>('POST', '/plans', body)).body.planHash ?? '';
    const create = () => world.request<Problem>('POST', '/environments', body, { 'plan-hash': hash });

    expect((await create()).status).toBe(202);
    expect((await create()).body).toMatchObject({ status: 412, code: 'ENVIRONMENT_EXISTS' });
    expect(
      (await world.request<Problem>('POST', '/environments', { ...body, name: 'third' }, { 'plan-hash': hash })).body,
    ).toMatchObject({ status: 412, code: 'PLAN_MOVED' });
  });

  it('is the same request when it comes twice under one key, whatever it has changed', async () => {
    const world = await givenServing(spec('red'));
    const headers = { 'plan-hash': await hashOf(world, { spec: spec('blue') }), 'idempotency-key': 'once' };
    const put = () => world.request<Accepted>('PUT', '/environments/shop', spec('blue'), headers);
    const first = await put();
    await world.ended(first.body.operation);

    expect(await put()).toMatchObject({ status: 202, body: { operation: first.body.operation } });
  });

  it('cannot supersede what runs: nobody knows what stands then', async () => {
    const world = await givenServing(spec('red'));
    const hash = await hashOf(world, { spec: spec('blue') });
    await world.put('shop', spec('green'));

    expect(await send(world, 'PUT', spec('blue'), hash, '?supersede=true')).toMatchObject({
      status: 400,
      code: 'PRECONDITION_UNSUPPORTED',
    });
  });
});

it('a hash stays as long as the plan shows the same, and no longer', async () => {
  const world = await givenServing(spec('red'));
  const wishes = [{ spec: spec('blue') }, { spec: spec('red') }, { patch: { paused: 'withNetwork' } }];
  const ways: [string, string, object?][] = [
    ['POST', '/restart'],
    ['POST', '/rebuild'],
    ['PUT', '', spec('green')],
    ['POST', '/rollback'],
    ['PATCH', '', { bastion: true }],
  ];
  let before = await Promise.all(wishes.map((wish) => planOf(world, wish)));
  for (const [method, path, body] of ways) {
    await done(world, method, path, body);
    const after = await Promise.all(wishes.map((wish) => planOf(world, wish)));
    for (const [index, plan] of after.entries()) {
      const was = before[index] as Plan;
      if (plan.planHash === was.planHash) expect(shown(plan), `${path} ${index}`).toEqual(shown(was));
      else expect(['', '/rollback']).toContain(path);
    }
    before = after;
  }
});

it('a hash does not stay when a restart has made it the plan by which a repository leaves', async () => {
  const world = await givenServing({ services: { web: { ...web, image: 'httpd:2.4' } } });
  for (const colour of ['one', 'two', 'three', 'four']) await done(world, 'PUT', '', spec(colour));
  const wish = { spec: spec('five') };
  const before = await planOf(world, wish);
  await done(world, 'POST', '/restart');

  const after = await planOf(world, wish);

  expect([shown(before).stacks?.[0]?.removed.length, shown(after).stacks?.[0]?.removed.length]).toEqual([0, 1]);
  expect(after.planHash).not.toBe(before.planHash);
});

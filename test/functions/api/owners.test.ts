import { describe, expect, it } from 'vitest';
import type { Accepted, EnvironmentView, OperationView, Plan, Problem } from '../../../schemas/gen/api.types.ts';
import { givenWorld, type TestWorld } from '../../support/world.ts';

const ada = 'arn:aws:iam::111122223333:user/ada';
const eve = 'arn:aws:iam::111122223333:user/eve';
const deployer = 'arn:aws:iam::111122223333:role/ci/deployer';
const session = 'arn:aws:sts::111122223333:assumed-role/deployer/run-17';
const web = { image: 'nginx:1.27', mirror: false };
const spec = (more: object = {}) => ({ services: { web }, ...more });

/** A request of somebody else than `user/ada`, who is everybody else in these tests. */
async function as<T>(world: TestWorld, userArn: string, method: string, path: string, body?: object) {
  const [pathname = '', rawQueryString = ''] = path.split('?');
  const event = {
    version: '2.0',
    rawQueryString,
    headers: body ? { 'content-type': 'application/json' } : {},
    ...(body ? { body: JSON.stringify(body) } : {}),
    requestContext: { http: { method, path: pathname }, authorizer: { iam: { userArn } } },
  };
  const answer = (await world.answer(event)) as { statusCode: number; body: string };
  return { status: answer.statusCode, body: JSON.parse(answer.body) as T & Problem };
}

async function givenServing(more: object, settings: Record<string, string> = {}) {
  const world = await givenWorld({ settings });
  expect(await world.ended(await world.put('shop', spec(more)))).toMatchObject({ status: 'SUCCEEDED' });
  return world;
}

const mutations: readonly (readonly [string, string, object?])[] = [
  ['PUT', '/environments/shop', spec({ tags: { a: 'b' } })],
  ['PUT', '/environments/shop?supersede=true', spec({ tags: { a: 'b' } })],
  ['PATCH', '/environments/shop', { owners: null }],
  ['DELETE', '/environments/shop'],
  ['DELETE', '/environments/shop?supersede=true'],
  ['POST', '/environments', { name: 'shop', spec: spec() }],
  ...['rebuild', 'rollback', 'restart', 'repair'].map((what) => ['POST', `/environments/shop/${what}`] as const),
];

describe('an environment with owners', () => {
  it('is changed by nobody else, by whatever route, and read by everybody', async () => {
    const world = await givenServing({ owners: [deployer] });

    for (const [method, path, body] of mutations) {
      const refused = await as(world, eve, method, path, body);
      expect([method, path, refused.status, refused.body.code]).toEqual([method, path, 403, 'NOT_AN_OWNER']);
      expect(refused.body.detail).toContain(`${ada}, ${deployer} may`);
    }
    for (const path of ['', '/revisions', '/revisions/1', '/health'])
      expect((await as(world, eve, 'GET', `/environments/shop${path}`)).status).toBe(200);
    expect((await world.environment('shop')).operation).toBeUndefined();
  });

  it('is changed by a session of a role among them', async () => {
    const world = await givenServing({ owners: [deployer] });

    expect((await as(world, session, 'POST', '/environments/shop/restart')).status).toBe(202);
  });

  it('is changed by its creator and by admins, whoever its owners are', async () => {
    const world = await givenServing({ owners: [deployer] }, { ADMINS: `${eve},arn:aws:iam::*:role/ops*` });

    expect((await as(world, eve, 'PATCH', '/environments/shop', { owners: ['somebody'] })).status).toBe(202);
    await world.until(async () => (await world.environment('shop')).revision === 2);
    expect((await as(world, session, 'DELETE', '/environments/shop')).body.code).toBe('NOT_AN_OWNER');
    expect((await world.request('POST', '/environments/shop/restart')).status).toBe(202);
  });

  it('lets nobody else cancel what works on it', async () => {
    const world = await givenServing({ owners: [deployer] });
    const { operation } = (await world.request<Accepted>('POST', '/environments/shop/restart')).body;

    const refused = await as(world, eve, 'POST', `/operations/${operation}/cancel`, {});
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_AN_OWNER']);

    expect((await as<OperationView>(world, session, 'POST', `/operations/${operation}/cancel`, {})).status).toBe(202);
    expect((await world.ended(operation)).status).toBe('CANCELLED');
  });

  it('has those of the revision that serves: others count once they serve', async () => {
    const world = await givenServing({ owners: [deployer] });
    const id = await world.put('shop', spec({ owners: [eve] }));

    expect((await as(world, eve, 'DELETE', '/environments/shop')).body.code).toBe('NOT_AN_OWNER');
    await world.ended(id);

    expect((await as(world, session, 'DELETE', '/environments/shop')).body.code).toBe('NOT_AN_OWNER');
    expect((await as(world, eve, 'DELETE', '/environments/shop')).status).toBe(202);
  });

  it('has those of the first revision while nothing serves, even when a later one failed', async () => {
    const world = await givenWorld();
    const broken = { image: 'nginx:none', mirror: false };
    const first = await world.put('shop', { services: { web: broken }, owners: [deployer] });
    expect((await as(world, eve, 'POST', `/operations/${first}/cancel`, {})).body.code).toBe('NOT_AN_OWNER');
    expect((await world.ended(first)).status).toBe('FAILED');
    expect((await world.ended(await world.put('shop', { services: { web: broken } }))).status).toBe('FAILED');

    expect((await as(world, eve, 'PUT', '/environments/shop', spec())).body.code).toBe('NOT_AN_OWNER');
    expect((await as(world, session, 'PUT', '/environments/shop', spec())).status).toBe(202);
  });

  it('shows in a plan that whoever asks could not send it, or no other after it', async () => {
    const world = await givenServing({ owners: [deployer] });
    const plan = async (actor: string, patch: object) =>
      (await as<Plan>(world, actor, 'POST', '/plans', { name: 'shop', patch })).body;

    expect((await plan(eve, { tags: { team: 'quay' } })).notNow).toContain('may look at shop, not change it');
    expect(await plan(session, { owners: [eve] })).toMatchObject({
      accepted: true,
      findings: [{ code: 'OWNERS_WITHOUT_YOU', pointer: '/patch/owners' }],
    });
    expect((await plan(session, { owners: [eve] })).notNow).toBeUndefined();
  });

  it('shows them in its effective spec', async () => {
    const world = await givenServing({ owners: [deployer] });

    expect((await world.environment('shop')).effective).toMatchObject({ owners: [deployer] });
  });
});

describe('an environment without owners', () => {
  it('is changed by everybody, and by nobody else any more who makes others its owners', async () => {
    const world = await givenServing({});

    const { status, body } = await as<Accepted>(world, eve, 'PATCH', '/environments/shop', { owners: [deployer] });

    expect([status, body.findings]).toEqual([
      202,
      [expect.objectContaining({ severity: 'warning', code: 'OWNERS_WITHOUT_YOU', pointer: '/owners' })],
    ]);
    expect((await world.ended(body.operation)).status).toBe('SUCCEEDED');
    expect((await as(world, eve, 'PATCH', '/environments/shop', { owners: null })).body.code).toBe('NOT_AN_OWNER');
  });

  it('warns whoever brings back a revision whose owners they are not', async () => {
    const world = await givenServing({ owners: [deployer] });
    await world.ended(await world.put('shop', spec()));

    const { body } = await as<Accepted>(world, eve, 'POST', '/environments/shop/rollback');

    expect(body.findings?.map(({ code }) => code)).toEqual(['OWNERS_WITHOUT_YOU']);
    await world.ended(body.operation);
    expect(
      ((await world.request<EnvironmentView>('GET', '/environments/shop')).body.effective as { owners?: unknown }).owners,
    ).toEqual([deployer]);
  });

  it('warns neither creator nor admins, who stay in', async () => {
    const world = await givenServing({}, { ADMINS: eve });

    expect((await world.request<Accepted>('PATCH', '/environments/shop', { owners: [deployer] })).body.findings).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Accepted, EnvironmentPage, Problem } from '../../../schemas/gen/api.types.ts';
import { givenWorld } from '../../support/world.ts';
import { executionsOf, givenServing, small } from './serving.ts';

describe('DELETE /environments/{name}', () => {
  it('answers 404 for an environment that is not there', async () => {
    const world = await givenWorld();

    const { status, body } = await world.request<Problem>('DELETE', '/environments/nowhere');

    expect([status, body.code]).toEqual([404, 'ENVIRONMENT_UNKNOWN']);
  });

  it('is refused while the spec that serves says `protected`, and only then', async () => {
    const world = await givenServing({ ...small, protected: true });
    const remove = () => world.request<Problem & Accepted>('DELETE', '/environments/shop');

    const refused = await remove();
    expect([refused.status, refused.body.code]).toEqual([409, 'ENVIRONMENT_PROTECTED']);
    expect((await world.environment('shop')).status).toBe('AVAILABLE');

    const patched = await world.request<Accepted>('PATCH', '/environments/shop', { protected: false });
    expect((await world.ended(patched.body.operation)).status).toBe('SUCCEEDED');
    expect((await remove()).status).toBe(202);
  });

  it('protects from the moment an update to `protected` has succeeded', async () => {
    const world = await givenServing();

    const { body } = await world.request<Accepted>('PATCH', '/environments/shop', { protected: true });
    await world.ended(body.operation);

    expect((await world.request('DELETE', '/environments/shop')).status).toBe(409);
  });

  it('does not protect what a failed create has left', async () => {
    const world = await givenWorld();
    await world.ended(await world.put('shop', { services: { web: { image: 'nginx:no-such-tag' } }, protected: true }));

    expect((await world.request('DELETE', '/environments/shop')).status).toBe(202);
  });

  it('answers with the operation that does it when it is asked again, until nothing is left', async () => {
    const world = await givenServing();
    const remove = () => world.request<Accepted>('DELETE', '/environments/shop');

    const first = await remove();
    const second = await remove();

    expect(first.body).toMatchObject({ kind: 'DELETE', revision: 1 });
    expect(second).toEqual(first);
    expect((await world.environment('shop')).status).toBe('DELETING');
    expect((await world.ended(first.body.operation)).status).toBe('SUCCEEDED');
    expect(executionsOf(world).filter((name) => name === first.body.operation)).toHaveLength(1);
    expect((await world.request('GET', '/environments/shop')).status).toBe(404);
    expect((await world.request('DELETE', '/environments/shop')).status).toBe(404);
    expect((await world.request<EnvironmentPage>('GET', '/environments')).body.environments).toEqual([]);
  });

  it('answers with that operation even before it is written', async () => {
    let dying = false;
    const world = await givenServing(small, {
      hook: {
        before: ({ input }) => {
          if (!dying || !JSON.stringify(input).includes('"OPERATION"')) return;
          dying = false;
          throw new Error('the process died');
        },
      },
    });
    dying = true;

    const first = await world.request<Problem>('DELETE', '/environments/shop');
    const second = await world.request<Accepted>('DELETE', '/environments/shop');

    expect(first.status).toBe(500);
    expect(second.status).toBe(202);
    expect((await world.environment('shop')).operation).toBe(second.body.operation);
    await world.until(async () => (await world.request('GET', '/environments/shop')).status === 404);
  });
});
